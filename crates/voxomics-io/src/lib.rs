//! Medical image files.
