//! Areas: by which signs a project shows that it has a database, a web framework, … (rules/vocabulary/areas.toml).
