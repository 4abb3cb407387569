//! Step 6: the sentences that are built in. Each begins with a name and a verb. Knows nothing of declared sentences.

use super::Builder;
use super::kinds::ANY;
use super::norm_args::{Filler, Misfit, norm_args};
use super::scopes::Scope;
use crate::rulebook::comparison::strip;
use crate::rulebook::error::ConditionError;
use crate::rulebook::kinds::{KindId, KindSet};
use crate::rulebook::model::{Condition, ProvisionId, Test, VarId};
use crate::rulebook::wording::{looks_like_name, text_of};
use crate::source::{Span, Text};
use crate::syntax::tree::Ident;

const SAME: &str = "X is the same State as Y";
const BOUND: &str = "S is bound by SOURCE at the date of A";
const WRONGFUL: &str = "A would be wrongful if committed by S";
const BREACHES: &str = "S breaches NORM by A in respect of P";
const PEREMPTORY: &str = "S breaches a peremptory norm by A in respect of P";

/// The words after the norm in `S breaches NORM by A in respect of P`.
struct Breach<'w> {
    act: Option<&'w Ident>,
    respect: Vec<&'w Ident>,
}

impl<'w> Breach<'w> {
    /// Those named, in the order of [`Breach::place`].
    fn names(&self, subject: &'w Ident) -> impl Iterator<Item = &'w Ident> {
        std::iter::once(subject).chain(self.act).chain(self.respect.iter().copied())
    }

    /// Where a name stands among those named.
    fn place(&self, filler: Filler) -> usize {
        match filler {
            Filler::Addressee => 0,
            Filler::Act => 1,
            Filler::Respect(n) => 1 + usize::from(self.act.is_some()) + n,
        }
    }
}

impl Builder<'_> {
    /// The built-in test that the words say, if they say one. `Some(None)`: they do, but wrongly, and that was reported.
    pub(super) fn builtin(&mut self, words: &[Ident], negated: bool, scope: &mut Scope) -> Option<Option<Test>> {
        let (subject, rest) = words.split_first()?;
        if scope.kinds_of(&subject.value).is_none() && !looks_like_name(&subject.value) {
            return None;
        }
        if let Some((not, rest)) = after_verb(rest, &["breaches", "breach"]) {
            return self.breaches(subject, rest, negated != not, scope);
        }
        let (not, rest) = after_verb(rest, &["is", "are", "would"])?;
        let negated = negated != not;
        match rest {
            [the, same, _, r#as, other] if the.value == "the" && same.value == "same" && r#as.value == "as" => {
                Some(self.same(subject, other, negated, scope))
            }
            [bound, by, source, date @ ..] if bound.value == "bound" && by.value == "by" => {
                self.bound_by(subject, source, date, negated, scope)
            }
            [article, kinds @ ..] if matches!(article.value.as_str(), "a" | "an") => {
                self.is_kind(subject, kinds, negated, scope)
            }
            [start @ .., actor]
                if strip(start, &["be", "wrongful", "if", "committed", "by"]).is_some_and(<[_]>::is_empty) =>
            {
                Some(self.wrongful(subject, actor, negated, scope))
            }
            _ => None,
        }
    }

    fn same(&mut self, left: &Ident, right: &Ident, negated: bool, scope: &mut Scope) -> Option<Test> {
        let l = self.variable(left, ANY, SAME, scope)?;
        let r = self.variable(right, scope.kinds(l), SAME, scope)?;
        Some(Test::Same { left: l, right: r, negated })
    }

    /// The kind that a word of the text names: `State` is the kind `state`.
    pub(super) fn kind_said(&self, word: &str) -> Option<KindId> {
        self.book.kinds.get(word).or_else(|| {
            let (at, ..) = self.book.kinds.by_name.keys().enumerate().find(|(_, k)| k.eq_ignore_ascii_case(word))?;
            u8::try_from(at).ok().map(KindId)
        })
    }

    /// `X is a person or [a] group`
    fn is_kind(&mut self, subject: &Ident, kinds: &[Ident], negated: bool, scope: &mut Scope) -> Option<Option<Test>> {
        let mut set = KindSet::default();
        for group in kinds.split(|w| w.value == "or") {
            let word = match group {
                [word] => word,
                [article, word] if matches!(article.value.as_str(), "a" | "an") => word,
                _ => return None,
            };
            set = set.union(self.book.kinds.set(self.kind_said(&word.value)?));
        }
        for word in kinds {
            if let Some(kind) = self.kind_said(&word.value) {
                let id = Ident::new(Text::from(self.book.kinds.name(kind)), word.span);
                self.kind(&id, scope.pack);
            }
        }
        let name = Text::from(text_of(kinds));
        let test = |var| Test::IsKind { var, kinds: set, name, negated };
        Some(self.variable(subject, ANY, "X is a KIND", scope).map(test))
    }

    /// `S is bound by api [at the date of A]`
    fn bound_by(
        &mut self,
        subject: &Ident,
        source: &Ident,
        date: &[Ident],
        negated: bool,
        scope: &mut Scope,
    ) -> Option<Option<Test>> {
        let act = match date {
            [] => None,
            _ => {
                let rest =
                    strip(date, &["at", "the", "date", "of"]).or_else(|| strip(date, &["on", "the", "date", "of"]))?;
                let [act] = rest else { return None };
                Some(act)
            }
        };
        let named = self.book.source_ids.contains_key(&source.value);
        if !named && act.is_none() && !source.value.contains('-') {
            return None;
        }
        Some(self.bound_test(subject, source, act, negated, scope))
    }

    fn bound_test(
        &mut self,
        subject: &Ident,
        source: &Ident,
        act: Option<&Ident>,
        negated: bool,
        scope: &mut Scope,
    ) -> Option<Test> {
        let actor = self.variable(subject, ANY, BOUND, scope);
        let act = match act {
            Some(act) => Some(self.act(act, BOUND, scope)?),
            None => None,
        };
        let source = self.source(source, scope.pack)?;
        Some(Test::BoundBy { actor: actor?, source, act, negated })
    }

    /// A variable that must stand for an act.
    pub(super) fn act(&mut self, name: &Ident, sentence: &str, scope: &mut Scope) -> Option<VarId> {
        let acts = self.acts().unwrap_or(ANY);
        self.variable(name, acts, sentence, scope)
    }

    fn wrongful(&mut self, act: &Ident, actor: &Ident, negated: bool, scope: &mut Scope) -> Option<Test> {
        let act = self.act(act, WRONGFUL, scope);
        let actor = self.variable(actor, ANY, WRONGFUL, scope)?;
        Some(Test::WouldBeWrongful { act: act?, actor, negated })
    }

    /// `S breaches norm [by A] [in respect of P and Q]`, `S breaches a peremptory norm …`
    fn breaches(&mut self, subject: &Ident, rest: &[Ident], negated: bool, scope: &mut Scope) -> Option<Option<Test>> {
        if let Some(after) = strip(rest, &["a", "peremptory", "norm"]) {
            let span = rest.iter().fold(subject.span, |span, word| span.to(word.span));
            let breach = breach(after)?;
            return Some(self.peremptory_test(subject, &breach, negated, span, scope));
        }
        let (norm, after) = rest.split_first()?;
        let breach = breach(after)?;
        let known = self.book.provision_ids.get(&norm.value).and_then(|p| self.book.provisions.get(p.index()));
        let like_a_norm = known.is_some_and(|p| p.is_norm()) || norm.value.contains('-');
        like_a_norm.then(|| self.breach_test(subject, norm, &breach, negated, scope))
    }

    fn breach_test(
        &mut self,
        subject: &Ident,
        norm: &Ident,
        breach: &Breach<'_>,
        negated: bool,
        scope: &mut Scope,
    ) -> Option<Test> {
        let norm = self.norm_called(norm, scope.pack);
        let vars = self.breach_variables(subject, breach, BREACHES, scope);
        let (norm, vars) = (norm?, vars?);
        match self.breach_args(norm, breach, &vars, scope) {
            Ok(args) => Some(Test::Breaches { norm, args, negated }),
            Err(misfit) => {
                let at = breach.place(misfit.filler);
                let (name, var) = (breach.names(subject).nth(at)?, vars.get(at)?);
                self.misfit(misfit, norm, name, scope.kinds(*var));
                None
            }
        }
    }

    /// The breach of any norm that is marked `peremptory` and in which those named have a place.
    fn peremptory_test(
        &mut self,
        subject: &Ident,
        breach: &Breach<'_>,
        negated: bool,
        span: Span,
        scope: &mut Scope,
    ) -> Option<Test> {
        let vars = self.breach_variables(subject, breach, PEREMPTORY, scope)?;
        let norms = self.book.provisions.iter().enumerate().filter(|(_, p)| p.peremptory && p.is_duty());
        let norms = norms.filter_map(|(at, _)| u32::try_from(at).ok()).map(ProvisionId);
        let each: Vec<Condition> = norms
            .filter_map(|norm| Some((norm, self.breach_args(norm, breach, &vars, scope).ok()?)))
            .map(|(norm, args)| Condition {
                test: Test::Breaches { norm, args, negated: false },
                label: None,
                cites: Vec::new(),
                span,
            })
            .collect();
        if each.is_empty() {
            self.report(ConditionError::NoPeremptoryNorm { span });
            return None;
        }
        Some(if negated { Test::None(each) } else { Test::Any(each) })
    }

    fn breach_variables(
        &mut self,
        subject: &Ident,
        breach: &Breach<'_>,
        form: &str,
        scope: &mut Scope,
    ) -> Option<Vec<VarId>> {
        let vars: Vec<Option<VarId>> = breach.names(subject).map(|n| self.variable(n, ANY, form, scope)).collect();
        vars.into_iter().collect()
    }

    /// For each instance variable of the norm, the variable that fills it.
    fn breach_args(
        &self,
        norm: ProvisionId,
        breach: &Breach<'_>,
        vars: &[VarId],
        scope: &Scope,
    ) -> Result<Vec<Option<VarId>>, Misfit> {
        let kinds: Vec<KindSet> = vars.iter().map(|v| scope.kinds(*v)).collect();
        let Some((by, kinds)) = kinds.split_first() else { return Ok(Vec::new()) };
        let (act, respect) = match (breach.act, kinds.split_first()) {
            (Some(_), Some((act, respect))) => (Some(*act), respect),
            _ => (None, kinds),
        };
        let fillers = norm_args(&self.book, norm, *by, act, respect)?;
        Ok(fillers.iter().map(|f| f.and_then(|f| vars.get(breach.place(f)).copied())).collect())
    }

    fn misfit(&mut self, misfit: Misfit, norm: ProvisionId, name: &Ident, kinds: KindSet) {
        let Some(provision) = self.book.provisions.get(norm.index()) else { return };
        let open = misfit.open.iter().filter_map(|v| provision.vars.get(v.index()));
        let error = ConditionError::BreachWithoutPlace {
            name: name.value.clone(),
            is: self.book.kinds.describe(kinds),
            norm: provision.id.clone(),
            open: open.map(|v| format!("{} {}", self.book.kinds.describe(v.kinds), v.name)).collect(),
            span: name.span,
            declared: provision.span,
        };
        self.report(error);
    }
}

/// What follows a verb, and whether `not` stands with it (`is not`, `does not breach`).
fn after_verb<'w>(words: &'w [Ident], verbs: &[&str]) -> Option<(bool, &'w [Ident])> {
    let is = |word: &Ident| verbs.contains(&word.value.as_str());
    match words {
        [does, not, verb, rest @ ..]
            if matches!(does.value.as_str(), "does" | "do") && not.value == "not" && is(verb) =>
        {
            Some((true, rest))
        }
        [verb, not, rest @ ..] if is(verb) && not.value == "not" => Some((true, rest)),
        [verb, rest @ ..] if is(verb) => Some((false, rest)),
        _ => None,
    }
}

/// `[by A] [in respect of P and Q]`, if that is all.
fn breach(words: &[Ident]) -> Option<Breach<'_>> {
    let mut rest = words;
    let mut act = None;
    if let Some([name, after @ ..]) = strip(rest, &["by"]) {
        act = Some(name);
        rest = after;
    }
    let respect = match rest {
        [] => Vec::new(),
        _ => names(strip(rest, &["in", "respect", "of"])?)?,
    };
    Some(Breach { act, respect })
}

/// `P and Q`
fn names(words: &[Ident]) -> Option<Vec<&Ident>> {
    words
        .split(|w| w.value == "and")
        .map(|group| match group {
            [name] if looks_like_name(&name.value) => Some(name),
            _ => None,
        })
        .collect()
}
