use super::*;

#[track_caller]
fn names(path: &str, text: &str, expected: &[&str]) {
    let manifest = Manifest::parse(path, text).unwrap();
    assert_eq!(manifest.problem, None);
    assert_eq!(manifest.packages, expected, "{path}");
}

#[test]
fn manifests_are_known_by_their_names() {
    for path in [
        "pyproject.toml",
        "api/requirements.txt",
        "requirements-dev.txt",
        "dev-requirements.txt",
        "requirements/base.txt",
        "requirements/prod.in",
        "a/b/package.json",
        "Cargo.toml",
        "go.mod",
        "setup.py",
        "setup.cfg",
        "Pipfile",
    ] {
        assert!(Manifest::is_manifest(path), "{path}");
    }
    for path in [
        "package-lock.json",
        "notes.txt",
        "poetry.lock",
        "requirements.md",
        "my-pyproject.toml",
        "docs/base.txt",
        "",
    ] {
        assert!(!Manifest::is_manifest(path), "{path}");
        assert_eq!(Manifest::parse(path, ""), None);
    }
}

#[test]
fn python_projects_declare_in_many_ways() {
    names(
        "pyproject.toml",
        r#"
[project]
dependencies = ["FastAPI[all]>=0.100", "zope.interface ; python_version < '3.9'", "lib @ git+https://host/lib"]
[project.optional-dependencies]
db = ["SQLAlchemy~=2.0"]
[dependency-groups]
dev = ["pytest", { include-group = "lint" }]
[tool.poetry.dependencies]
python = "^3.11"
Flask_Login = "*"
asyncpg = { version = "1", optional = true }
[tool.poetry.group.test.dependencies]
httpx = "*"
[tool.poetry.dev-dependencies]
black = "*"
[tool.uv]
dev-dependencies = ["ruff"]
[tool.pdm.dev-dependencies]
lint = ["flake8"]
[tool.hatch.envs.default]
dependencies = ["coverage"]
"#,
        &[
            "asyncpg",
            "black",
            "coverage",
            "fastapi",
            "flake8",
            "flask-login",
            "httpx",
            "lib",
            "pytest",
            "ruff",
            "sqlalchemy",
            "zope-interface",
        ],
    );
    names(
        "requirements.txt",
        "# comment\n-r base.txt\n--index-url https://host/simple\nDjango==4.2  # why\npsycopg2-binary>=2,<3\n\
         -e git+https://host/x.git#egg=my_lib\n./local\nhttps://host/a.whl\ncryptography==1 \\\n    --hash=sha256:aa\n\
         uvicorn [standard] >= 0.2\nsome words here\n",
        &["cryptography", "django", "my-lib", "psycopg2-binary", "uvicorn"],
    );
    names(
        "setup.py",
        "setup(\n  name='x',\n  install_requires=[\n    'SQLAlchemy>=1.4',  # it's needed\n    \"six\"],\n  \
         extras_require={'db': ['asyncpg'], \"dev\": (\"pytest\",)},\n  classifiers=['Framework :: Django'],\n)\n",
        &["asyncpg", "pytest", "six", "sqlalchemy"],
    );
    names(
        "setup.cfg",
        "[metadata]\nname = x\n[options]\npackages = find:\ninstall_requires =\n  flask>=2\n  # no\n  redis; extra == 'a'\n\
         [options.extras_require]\ndb = psycopg\n  alembic\n[flake8]\nignore = E501\n",
        &["alembic", "flask", "psycopg", "redis"],
    );
    names(
        "Pipfile",
        "[[source]]\nurl = 'https://host/simple'\n[packages]\nrequests = '*'\n[dev-packages]\nPyTest = '*'\n[requires]\npython_version = '3.11'\n",
        &["pytest", "requests"],
    );
}

#[test]
fn other_ecosystems() {
    names(
        "web/package.json",
        r#"{"name": "x", "dependencies": {"@Prisma/client": "5", "db": "npm:pg@8", "s": "npm:@scope/p@1"},
            "devDependencies": {"vitest": "1"}, "peerDependencies": {"react": "*"}, "optionalDependencies": {"fsevents": "2"},
            "workspaces": {"packages": ["a"], "catalog": {"zod": "3"}}, "scripts": {"express": "no"}}"#,
        &["@prisma/client", "@scope/p", "fsevents", "pg", "react", "vitest", "zod"],
    );
    names(
        "Cargo.toml",
        "[package]\nname = 'x'\n[dependencies]\naxum = '0.8'\ndb = { package = 'sqlx', version = '1' }\n[dev-dependencies]\ninsta.workspace = true\n\
         [build-dependencies]\ncc = '1'\n[target.'cfg(unix)'.dependencies]\nnix = '1'\n[workspace.dependencies]\ndiesel = '2'\n",
        &["axum", "cc", "diesel", "insta", "nix", "sqlx"],
    );
    names(
        "go.mod",
        "module example.com/x\n\ngo 1.22\n\nrequire github.com/Gin-gonic/gin v1.9.0\nrequire (\n\tgorm.io/gorm v1.25 // for models\n\
         \tgolang.org/x/sys v0.1 // indirect\n)\nreplace (\n\ta => b\n)\n",
        &["github.com/gin-gonic/gin", "gorm.io/gorm"],
    );
    names("package.json", "\u{feff}{}", &[]);
}

#[test]
fn what_cannot_be_read_says_so() {
    for (path, text) in [
        ("package.json", "{\"dependencies\": {"),
        ("pyproject.toml", "[project\n"),
        ("Cargo.toml", "a = \n"),
        ("Pipfile", "\u{0}"),
    ] {
        let manifest = Manifest::parse(path, text).unwrap();
        assert!(manifest.packages.is_empty());
        let problem = manifest.problem.unwrap();
        assert!(problem.starts_with("line ") && !problem.contains('\n'), "{path}: {problem}");
    }
    let big = "x".repeat(LARGEST + 1);
    assert_eq!(
        Manifest::parse("requirements.txt", &big).unwrap().problem.as_deref(),
        Some("larger than 4 MiB")
    );
}

#[test]
fn hostile_manifests_do_no_harm() {
    let deep = format!("{{\"dependencies\": {}", "[".repeat(100_000));
    let arrays = format!("a = {}", "[".repeat(100_000));
    for text in [
        deep.as_str(),
        arrays.as_str(),
        "",
        "\u{0}\u{1}",
        "[]",
        "null",
        "install_requires=[",
        "install_requires=['a",
        "install_requires='é",
        "extras_require={'é': ['ü'",
        "require (",
        "-",
        "[options]\ninstall_requires",
        "a.b.c = 1\na = 2",
        "#egg=",
        "'",
    ] {
        for path in [
            "package.json",
            "pyproject.toml",
            "Cargo.toml",
            "Pipfile",
            "setup.py",
            "setup.cfg",
            "go.mod",
            "requirements.txt",
        ] {
            let _ = Manifest::parse(path, text);
        }
    }
    let many = "install_requires=[\n".repeat(20_000);
    let _ = Manifest::parse("setup.py", &many);
}
