//! The outcome of a review as bytes, one file per format.
