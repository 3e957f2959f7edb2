//! Runs the examples of rules and the fixtures of recognisers.
