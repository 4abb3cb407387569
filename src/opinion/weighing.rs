//! What a judgment weighs and from whose point of view, with what the record says of each factor. Knows nothing of how the
//! judgment came out: that is for a person to say.

use super::cite;
use super::model::{Factor, PointOfView, Weighing};
use super::record_notes;
use super::words;
use crate::engine::Evaluation;
use crate::record::model::{Args, Ground, TermId};
use crate::rulebook::model::{FactorSentence, Sentence};

/// What the judgment that a ground sentence is weighs; none if it says nothing of that.
pub fn of(evaluation: &Evaluation<'_>, ground: &Ground) -> Option<Weighing> {
    let rulebook = evaluation.rulebook();
    let sentence = rulebook.sentences.get(ground.sentence.index())?;
    let factors: Vec<Factor> = sentence
        .weighing
        .iter()
        .map(|factor| Factor {
            text: fill(evaluation, &factor.text, sentence, &ground.args),
            citations: cite::laws(rulebook, &factor.cites),
            record: factor.sentence.as_ref().map(|f| said_of(evaluation, f, &ground.args)),
        })
        .collect();
    let judged_from = sentence
        .judged_from
        .as_ref()
        .map(|(view, cites)| PointOfView { view: view.clone(), citations: cite::laws(rulebook, cites) });
    (!factors.is_empty() || judged_from.is_some()).then_some(Weighing { factors, judged_from })
}

/// The factor's words; the letters of the judgment's slots are written into the text by the resolver as they stood.
fn fill(evaluation: &Evaluation<'_>, text: &str, sentence: &Sentence, args: &[TermId]) -> String {
    let names = &sentence.slot_names;
    let filled = text.split(' ').map(|word| {
        let bare = word.trim_end_matches(',');
        match names.iter().position(|n| n.as_deref() == Some(bare)).and_then(|i| args.get(i)) {
            Some(term) => format!("{}{}", words::term(evaluation, *term), word.strip_prefix(bare).unwrap_or("")),
            None => word.to_owned(),
        }
    });
    filled.collect::<Vec<_>>().join(" ")
}

/// What the record says of a factor that is itself a declared sentence.
fn said_of(evaluation: &Evaluation<'_>, factor: &FactorSentence, args: &[TermId]) -> String {
    let filled: Option<Args> = factor.slots.iter().map(|s| s.and_then(|i| args.get(i).copied())).collect();
    let Some(args) = filled else { return "see the record".to_owned() };
    let ground = Ground { sentence: factor.sentence, args };
    let said: Vec<String> = record_notes::evidence(evaluation, &ground, factor.negated)
        .into_iter()
        .map(|e| match e.speaks_for {
            Some(false) => format!("{} that it is not so", e.heading),
            Some(true) | None => e.heading,
        })
        .collect();
    if said.is_empty() { "the record is silent".to_owned() } else { said.join(", ") }
}
