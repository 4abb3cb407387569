//! stub
pub mod kinds;
pub mod matching { #[derive(Debug, Clone, Default)] pub struct SentenceIndex; }
pub mod model;
pub mod pins;
