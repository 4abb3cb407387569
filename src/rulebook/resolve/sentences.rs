//! Step 3: the sentences, from declarations and from the heads of rules. Two patterns with the same words and slots in
//! the same places (one skeleton) are one sentence. Knows nothing of conditions.

use super::{Builder, number, texts};
use crate::rulebook::error::SentenceError;
use crate::rulebook::kinds::KindSet;
use crate::rulebook::matching::{Arg, MOST_PARTS};
use crate::rulebook::model::{
    Factor, FactorSentence, Literal, PackId, ProvisionId, ProvisionKind, Sentence, SentenceId, SentenceKind,
    TemplatePart, Term, VarId,
};
use crate::rulebook::wording::{text_of, with_kinds};
use crate::source::{Span, Text};
use crate::syntax::tree::{self, Ident, Item, Pattern, PatternPart, SentenceDecl, Slot};

/// A pattern with its slots numbered.
pub(super) struct Shape<'a> {
    pub(super) template: Vec<TemplatePart>,
    pub(super) slots: Vec<&'a Slot>,
}

/// Numbers the slots of a pattern.
pub(super) fn shape(pattern: &Pattern) -> Shape<'_> {
    let mut slots = Vec::new();
    let template = pattern
        .parts
        .iter()
        .map(|part| match part {
            PatternPart::Word(word) => TemplatePart::Word(word.value.clone()),
            PatternPart::Slot(slot) => {
                slots.push(slot);
                TemplatePart::Slot(slots.len() - 1)
            }
        })
        .collect();
    Shape { template, slots }
}

/// The variables of the slots.
fn names(shape: &Shape<'_>) -> Vec<Option<Text>> {
    shape.slots.iter().map(|s| s.variable.as_ref().map(|v| v.value.clone())).collect()
}

/// The words of a template, any slot being like any other.
fn skeleton(template: &[TemplatePart]) -> String {
    let mut key = String::new();
    for part in template {
        match part {
            TemplatePart::Word(word) => key.push_str(word),
            TemplatePart::Slot(_) => key.push('\u{1}'),
        }
        key.push(' ');
    }
    key
}

impl<'a> Builder<'a> {
    pub(super) fn gather_sentences(&mut self) {
        let items: Vec<(PackId, &'a Item)> = self.items.clone();
        for (pack, item) in &items {
            if let Item::Sentence(decl) = item {
                self.declare_sentence(decl, *pack);
            }
        }
        for at in 0..self.decls.len() {
            self.gather_head(ProvisionId(number(at)));
        }
        for at in 0..self.book.sentences.len() {
            if let Some(sentence) = self.book.sentences.get(at) {
                self.book.index.insert(SentenceId(number(at)), sentence);
            }
        }
        for (pack, item) in &items {
            if let Item::Crossroads(decl) = item {
                self.mark_crossroads(decl, *pack);
            }
        }
    }

    fn declare_sentence(&mut self, decl: &'a SentenceDecl, pack: PackId) {
        let shape = shape(&decl.pattern);
        if !self.is_sound(&shape, decl.pattern.span) {
            return;
        }
        let slots: Vec<KindSet> = shape.slots.iter().map(|s| self.slot_kinds(s, pack)).collect();
        let key = skeleton(&shape.template);
        if let Some(first) = self.by_skeleton.get(&key).and_then(|s| self.book.sentences.get(s.index())) {
            let (text, first) = (with_kinds(first, &self.book.kinds), first.span);
            self.report(SentenceError::Duplicate { text, span: decl.pattern.span, first });
            return;
        }
        let negated = decl.negated.iter().filter_map(|p| self.negated_wording(p, &shape, decl.pattern.span)).collect();
        let sentence = Sentence {
            kind: decl.kind,
            raised: decl.raised.is_some(),
            slot_names: names(&shape),
            template: shape.template,
            slots,
            negated,
            notes: texts(&decl.notes),
            ..blank(pack, decl.pattern.span)
        };
        self.add_sentence(key, sentence, true);
    }

    fn add_sentence(&mut self, key: String, sentence: Sentence, declared: bool) -> SentenceId {
        let id = SentenceId(number(self.book.sentences.len()));
        self.by_skeleton.insert(key, id);
        self.sentence_packs.push(smallvec::smallvec![sentence.pack]);
        self.declared.push(declared);
        self.book.sentences.push(sentence);
        id
    }

    /// Whether a pattern has words, is not too long, and names no variable twice or outside its slot.
    pub(super) fn is_sound(&mut self, shape: &Shape<'_>, span: Span) -> bool {
        if shape.template.len() > MOST_PARTS {
            self.report(SentenceError::TooLong { span, most: MOST_PARTS });
            return false;
        }
        if shape.template.iter().all(|p| matches!(p, TemplatePart::Slot(_))) {
            self.report(SentenceError::NoWords { span });
            return false;
        }
        let named: Vec<&Ident> = shape.slots.iter().filter_map(|s| s.variable.as_ref()).collect();
        let is_word =
            |name: &Ident| shape.template.iter().any(|p| matches!(p, TemplatePart::Word(w) if *w == name.value));
        if let Some(name) = named.iter().find(|n| is_word(n)) {
            self.report(SentenceError::BareVariable { name: name.value.clone(), span });
            return false;
        }
        for (at, name) in named.iter().enumerate() {
            if let Some(first) = named.iter().take(at).find(|n| n.value == name.value) {
                let (name, span, first) = (name.value.clone(), name.span, first.span);
                self.report(SentenceError::DuplicateVariable { name, span, first });
                return false;
            }
        }
        true
    }

    /// A further wording of the negation: its slots are found by their variables, else by their order.
    fn negated_wording(&mut self, pattern: &Pattern, shape: &Shape<'_>, declared: Span) -> Option<Vec<TemplatePart>> {
        let by_name =
            |name: &str| shape.slots.iter().position(|s| s.variable.as_ref().is_some_and(|v| v.value == name));
        let mut passed = 0;
        let mut template = Vec::with_capacity(pattern.parts.len());
        for part in &pattern.parts {
            let slot = match part {
                PatternPart::Word(word) => by_name(&word.value),
                PatternPart::Slot(slot) => {
                    passed += 1;
                    let named = slot.variable.as_ref().and_then(|v| by_name(&v.value));
                    Some(named.unwrap_or(passed - 1))
                }
            };
            template.push(match (slot, part) {
                (Some(slot), _) => TemplatePart::Slot(slot),
                (None, PatternPart::Word(word)) => TemplatePart::Word(word.value.clone()),
                (None, PatternPart::Slot(_)) => continue,
            });
        }
        let mut used: Vec<usize> =
            template.iter().filter_map(|p| if let TemplatePart::Slot(s) = p { Some(*s) } else { None }).collect();
        used.sort_unstable();
        let words = template.len() > used.len() && template.len() <= MOST_PARTS;
        if !words || !used.iter().copied().eq(0..shape.slots.len()) {
            self.report(SentenceError::NegatedSlots { span: pattern.span, declared });
            return None;
        }
        Some(template)
    }

    /// The sentence that a rule or presumption concludes.
    fn gather_head(&mut self, id: ProvisionId) {
        let Some((pack, decl)) = self.decls.get(id.index()).copied() else { return };
        let (ProvisionKind::Rule | ProvisionKind::Presumption, Some(head)) = (decl.kind, &decl.head) else { return };
        let shape = shape(&head.pattern);
        if !self.is_sound(&shape, head.pattern.span) {
            return;
        }
        let kinds: Vec<KindSet> = match self.book.provisions.get(id.index()) {
            Some(p) if p.vars.len() == shape.slots.len() => p.vars.iter().map(|v| v.kinds).collect(),
            _ => return,
        };
        let key = skeleton(&shape.template);
        let args = (0..shape.slots.len()).map(|v| Term::Var(VarId(number(v)))).collect();
        let sentence = match self.by_skeleton.get(&key).copied() {
            Some(known) => {
                self.join_head(known, &shape, &kinds, pack, head.pattern.span);
                known
            }
            None => {
                let span = head.pattern.span;
                let slot_names = names(&shape);
                let sentence = Sentence { template: shape.template, slots: kinds, slot_names, ..blank(pack, span) };
                self.add_sentence(key, sentence, false)
            }
        };
        if let Some(provision) = self.book.provisions.get_mut(id.index()) {
            provision.head = Some(Literal { sentence, args, negated: head.negated.is_some() });
        }
    }

    /// A head for a sentence that is known already.
    fn join_head(&mut self, known: SentenceId, shape: &Shape<'_>, kinds: &[KindSet], pack: PackId, span: Span) {
        let declared = self.declared.get(known.index()).copied().unwrap_or(false);
        if declared {
            self.see_sentence(known, pack, span);
        }
        if let Some(packs) = self.sentence_packs.get_mut(known.index())
            && !packs.contains(&pack)
        {
            packs.push(pack);
        }
        let Some(sentence) = self.book.sentences.get_mut(known.index()) else { return };
        if !declared {
            sentence.slots.iter_mut().zip(kinds).for_each(|(have, more)| *have = have.union(*more));
            return;
        }
        let (first, measure) = (sentence.span, matches!(sentence.kind, SentenceKind::Measure(_)));
        let wrong: Vec<(usize, KindSet)> = sentence
            .slots
            .iter()
            .enumerate()
            .zip(kinds)
            .filter(|((_, have), head)| !head.within(**have) && **head != super::kinds::ANY)
            .map(|((at, have), _)| (at, *have))
            .collect();
        if measure {
            let text = with_kinds(sentence, &self.book.kinds);
            self.report(SentenceError::ConcludesMeasure { text, span, declared: first });
        }
        for (at, have) in wrong {
            let is = kinds.get(at).map(|k| self.book.kinds.describe(*k)).unwrap_or_default();
            let slot = shape.slots.get(at).map(|s| s.span).unwrap_or(span);
            self.report(SentenceError::HeadKinds { slot, is, declared: self.book.kinds.describe(have), first });
        }
    }

    /// Reports a sentence that no pack in sight declares or concludes.
    pub(super) fn see_sentence(&mut self, id: SentenceId, user: PackId, span: Span) {
        let Some(owners) = self.sentence_packs.get(id.index()) else { return };
        if owners.iter().any(|o| self.packs.sees(user, *o)) {
            return;
        }
        let Some(owner) = owners.first().copied() else { return };
        let Some(sentence) = self.book.sentences.get(id.index()) else { return };
        let (text, declared) = (with_kinds(sentence, &self.book.kinds), sentence.span);
        self.check_visible(owner, user, span, || (format!("the sentence `{text}`"), declared));
    }

    fn mark_crossroads(&mut self, decl: &tree::CrossroadsDecl, pack: PackId) {
        let shape = shape(&decl.pattern);
        let Some(id) = self.by_skeleton.get(&skeleton(&shape.template)).copied() else {
            let words: Vec<Ident> = decl
                .pattern
                .parts
                .iter()
                .map(|p| match p {
                    PatternPart::Word(word) => word.clone(),
                    PatternPart::Slot(slot) => Ident::new(Text::const_new("X"), slot.span),
                })
                .collect();
            let near = match self.may_suggest() {
                true => self.book.index.nearest(&self.book.sentences, &self.book.kinds, &words),
                false => Vec::new(),
            };
            let text = text_of(&words);
            self.report(SentenceError::NoSuchSentence { text, span: decl.pattern.span, near });
            return;
        };
        self.see_sentence(id, pack, decl.pattern.span);
        if let Some(sentence) = self.book.sentences.get_mut(id.index()) {
            sentence.crossroads = true;
            self.crossroads.push((id, decl.pattern.span));
        }
    }

    /// Sources of declarations and what judgments weigh.
    pub(super) fn finish_sentences(&mut self) {
        let items: Vec<(PackId, &'a Item)> = self.items.clone();
        for (pack, item) in items {
            let Item::Sentence(decl) = item else { continue };
            let shape = shape(&decl.pattern);
            let Some(id) = self.by_skeleton.get(&skeleton(&shape.template)).copied() else { continue };
            if self.book.sentences.get(id.index()).is_none_or(|s| s.span != decl.pattern.span) {
                continue;
            }
            let mut last = None;
            let cites = self.cites(&decl.cites, pack, &mut last);
            let weighing = decl.weighing.iter().map(|f| self.factor(f, &shape, id, pack)).collect();
            let judged_from = decl.judged_from.as_ref().map(|(t, c)| (t.value.clone(), self.cites(c, pack, &mut last)));
            if let Some(sentence) = self.book.sentences.get_mut(id.index()) {
                sentence.cites = cites;
                sentence.weighing = weighing;
                sentence.judged_from = judged_from;
            }
        }
    }

    fn factor(&mut self, factor: &tree::Factor, shape: &Shape<'_>, judgment: SentenceId, pack: PackId) -> Factor {
        let mut last = None;
        let cites = self.cites(&factor.cites, pack, &mut last);
        Factor { text: text_of(&factor.words.words), sentence: self.factor_sentence(factor, shape, judgment), cites }
    }

    /// The sentence that a factor says, if there is just one and all its slots are slots of the judgment.
    fn factor_sentence(
        &self,
        factor: &tree::Factor,
        shape: &Shape<'_>,
        judgment: SentenceId,
    ) -> Option<FactorSentence> {
        let slots = &self.book.sentences.get(judgment.index())?.slots;
        let slot_of =
            |name: &str| shape.slots.iter().position(|s| s.variable.as_ref().is_some_and(|v| v.value == name));
        let words = factor.words.words.as_slice();
        let (not, words) = match words.split_first() {
            Some((first, rest)) if first.value == "not" => (true, rest),
            _ => (false, words),
        };
        let found = self.book.index.find(words, &|w| slot_of(w).and_then(|s| slots.get(s)).copied());
        let [reading] = found.as_slice() else { return None };
        let slots = reading.args.iter().map(|arg| match arg {
            Arg::Word(w) => words.get(*w).map(|w| slot_of(&w.value)),
            Arg::Sentence(_) => None,
        });
        let slots = slots.collect::<Option<Vec<_>>>()?;
        Some(FactorSentence { sentence: reading.sentence, slots, negated: reading.negated != not })
    }
}

fn blank(pack: PackId, span: Span) -> Sentence {
    Sentence {
        kind: SentenceKind::Conclusion,
        raised: false,
        template: Vec::new(),
        slots: Vec::new(),
        slot_names: Vec::new(),
        negated: Vec::new(),
        cites: Vec::new(),
        weighing: Vec::new(),
        judged_from: None,
        notes: Vec::new(),
        crossroads: false,
        concluded_by: Vec::new(),
        presumed_by: Vec::new(),
        pack,
        span,
    }
}
