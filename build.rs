//! Builds anew when a bundled pack or a page on a code is added: `include_dir` does not watch folders.

fn main() {
    for folder in ["rules", "docs/codes"] {
        println!("cargo:rerun-if-changed={folder}");
    }
}
