//! Functions from standpoints to yes or no, as reduced, ordered, hash-consed decision diagrams with many-valued variables.
//! Equal functions have equal ids. Knows nothing of law: a variable is a number with a number of choices.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// A function from standpoints to yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Diagram(u32);

/// A variable of the diagrams; lower numbers are tested first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Var(pub u32);

impl Diagram {
    /// No from every standpoint.
    pub const NO: Diagram = Diagram(0);
    /// Yes from every standpoint.
    pub const YES: Diagram = Diagram(1);

    /// Whether it is the same from every standpoint.
    pub fn is_constant(self) -> bool {
        self.0 <= 1
    }

    /// Yes or no.
    pub fn constant(yes: bool) -> Diagram {
        if yes { Diagram::YES } else { Diagram::NO }
    }
}

type Children = SmallVec<[Diagram; 4]>;

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Node {
    var: Var,
    children: Children,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Op {
    And,
    Or,
    Not,
    Restrict(Var, u16),
}

/// A partial choice: for each variable that is fixed, the choice. Variables that are missing are open.
pub type Assignment = FxHashMap<Var, u16>;

/// All diagrams of one evaluation.
#[derive(Debug)]
pub struct Diagrams {
    nodes: Vec<Node>,
    unique: FxHashMap<Node, Diagram>,
    memo: FxHashMap<(Op, Diagram, Diagram), Diagram>,
    choices: Vec<u16>,
}

impl Default for Diagrams {
    fn default() -> Self {
        let end = Node { var: Var(u32::MAX), children: Children::new() };
        Diagrams {
            nodes: vec![end.clone(), end],
            unique: FxHashMap::default(),
            memo: FxHashMap::default(),
            choices: Vec::new(),
        }
    }
}

impl Diagrams {
    /// A new variable, below all others, with this many choices (at least one).
    pub fn variable(&mut self, choices: u16) -> Var {
        self.choices.push(choices.max(1));
        Var(u32::try_from(self.choices.len() - 1).unwrap_or(u32::MAX))
    }

    /// How many choices a variable has.
    pub fn choices(&self, var: Var) -> u16 {
        self.choices.get(var.0 as usize).copied().unwrap_or(1)
    }

    /// How many variables there are.
    pub fn variables(&self) -> usize {
        self.choices.len()
    }

    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The function that is yes where the variable's choice satisfies the test.
    pub fn test(&mut self, var: Var, satisfies: impl Fn(u16) -> bool) -> Diagram {
        let children = (0..self.choices(var)).map(|c| Diagram::constant(satisfies(c))).collect();
        self.node(var, children)
    }

    fn node(&mut self, var: Var, children: Children) -> Diagram {
        if let Some(first) = children.first()
            && children.iter().all(|c| c == first)
        {
            return *first;
        }
        let node = Node { var, children };
        if let Some(d) = self.unique.get(&node) {
            return *d;
        }
        let d = Diagram(u32::try_from(self.nodes.len()).unwrap_or(u32::MAX));
        self.nodes.push(node.clone());
        self.unique.insert(node, d);
        d
    }

    /// The variable a diagram tests first; none if it is constant.
    pub fn top(&self, d: Diagram) -> Option<Var> {
        (!d.is_constant()).then(|| self.nodes.get(d.0 as usize).map(|n| n.var)).flatten()
    }

    /// What is left of a diagram once the variable has this choice; the diagram itself if it does not test the variable first.
    pub fn child(&self, d: Diagram, var: Var, choice: u16) -> Diagram {
        match self.nodes.get(d.0 as usize) {
            Some(n) if !d.is_constant() && n.var == var => n.children.get(choice as usize).copied().unwrap_or(d),
            _ => d,
        }
    }

    /// Yes where the argument is no.
    pub fn not(&mut self, a: Diagram) -> Diagram {
        if a.is_constant() {
            return Diagram::constant(a == Diagram::NO);
        }
        let key = (Op::Not, a, a);
        if let Some(d) = self.memo.get(&key) {
            return *d;
        }
        let Some(Node { var, children }) = self.nodes.get(a.0 as usize).cloned() else { return a };
        let children = children.iter().map(|c| self.not(*c)).collect();
        let d = self.node(var, children);
        self.memo.insert(key, d);
        d
    }

    /// Yes where both are.
    pub fn and(&mut self, a: Diagram, b: Diagram) -> Diagram {
        match (a, b) {
            (Diagram::NO, _) | (_, Diagram::NO) => Diagram::NO,
            (Diagram::YES, x) | (x, Diagram::YES) => x,
            _ if a == b => a,
            _ => self.apply(Op::And, a, b),
        }
    }

    /// Yes where either is.
    pub fn or(&mut self, a: Diagram, b: Diagram) -> Diagram {
        match (a, b) {
            (Diagram::YES, _) | (_, Diagram::YES) => Diagram::YES,
            (Diagram::NO, x) | (x, Diagram::NO) => x,
            _ if a == b => a,
            _ => self.apply(Op::Or, a, b),
        }
    }

    /// Yes where the first is and the second is not.
    pub fn and_not(&mut self, a: Diagram, b: Diagram) -> Diagram {
        let b = self.not(b);
        self.and(a, b)
    }

    fn apply(&mut self, op: Op, a: Diagram, b: Diagram) -> Diagram {
        let key = (op, a.min(b), a.max(b));
        if let Some(d) = self.memo.get(&key) {
            return *d;
        }
        let (Some(va), Some(vb)) = (self.top(a), self.top(b)) else { return a };
        let var = va.min(vb);
        let mut children = Children::new();
        for choice in 0..self.choices(var) {
            let (ca, cb) = (self.child(a, var, choice), self.child(b, var, choice));
            children.push(if op == Op::And { self.and(ca, cb) } else { self.or(ca, cb) });
        }
        let d = self.node(var, children);
        self.memo.insert(key, d);
        d
    }

    /// The function once a variable has this choice.
    pub fn restrict(&mut self, d: Diagram, var: Var, choice: u16) -> Diagram {
        match self.top(d) {
            None => return d,
            Some(top) if top > var => return d,
            Some(top) if top == var => return self.child(d, var, choice),
            Some(_) => {}
        }
        let key = (Op::Restrict(var, choice), d, d);
        if let Some(r) = self.memo.get(&key) {
            return *r;
        }
        let Some(Node { var: top, children }) = self.nodes.get(d.0 as usize).cloned() else { return d };
        let children = children.iter().map(|c| self.restrict(*c, var, choice)).collect();
        let r = self.node(top, children);
        self.memo.insert(key, r);
        r
    }

    /// The function once every variable of the assignment has its choice.
    pub fn restrict_all(&mut self, d: Diagram, assignment: &Assignment) -> Diagram {
        let mut memo = FxHashMap::default();
        self.restrict_memo(d, assignment, &mut memo)
    }

    fn restrict_memo(
        &mut self,
        d: Diagram,
        assignment: &Assignment,
        memo: &mut FxHashMap<Diagram, Diagram>,
    ) -> Diagram {
        let Some(var) = self.top(d) else { return d };
        if let Some(r) = memo.get(&d) {
            return *r;
        }
        let r = if let Some(choice) = assignment.get(&var) {
            let child = self.child(d, var, *choice);
            self.restrict_memo(child, assignment, memo)
        } else {
            let children: Children = (0..self.choices(var)).map(|c| self.child(d, var, c)).collect();
            let children = children.into_iter().map(|c| self.restrict_memo(c, assignment, memo)).collect();
            self.node(var, children)
        };
        memo.insert(d, r);
        r
    }

    /// The value at an assignment; variables it leaves open take their first choice.
    pub fn at(&self, mut d: Diagram, assignment: &Assignment) -> bool {
        while let Some(var) = self.top(d) {
            d = self.child(d, var, assignment.get(&var).copied().unwrap_or(0));
        }
        d == Diagram::YES
    }

    /// The variables that a diagram depends on, in order.
    pub fn support(&self, d: Diagram) -> Vec<Var> {
        let mut seen = rustc_hash::FxHashSet::default();
        let mut vars = std::collections::BTreeSet::new();
        let mut stack = vec![d];
        while let Some(d) = stack.pop() {
            if let Some(node) = self.nodes.get(d.0 as usize)
                && !d.is_constant()
                && seen.insert(d)
            {
                vars.insert(node.var);
                stack.extend(node.children.iter().copied());
            }
        }
        vars.into_iter().collect()
    }
}

/// A four-valued function of the standpoint: where it is established and where it is refuted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Value {
    /// Where there is ground for it.
    pub holds: Diagram,
    /// Where there is ground against it.
    pub fails: Diagram,
}

impl Value {
    /// Established from every standpoint.
    pub const ESTABLISHED: Value = Value { holds: Diagram::YES, fails: Diagram::NO };
    /// Refuted from every standpoint.
    pub const REFUTED: Value = Value { holds: Diagram::NO, fails: Diagram::YES };
    /// Undetermined from every standpoint.
    pub const UNDETERMINED: Value = Value { holds: Diagram::NO, fails: Diagram::NO };
    /// Contested from every standpoint.
    pub const CONTESTED: Value = Value { holds: Diagram::YES, fails: Diagram::YES };

    /// Established or refuted.
    pub fn certain(yes: bool) -> Value {
        if yes { Value::ESTABLISHED } else { Value::REFUTED }
    }

    /// The negation.
    #[must_use]
    pub fn negated(self) -> Value {
        Value { holds: self.fails, fails: self.holds }
    }

    /// The negation, if asked for.
    #[must_use]
    pub fn negated_if(self, negated: bool) -> Value {
        if negated { self.negated() } else { self }
    }
}

impl Diagrams {
    /// Both hold.
    pub fn both(&mut self, x: Value, y: Value) -> Value {
        Value { holds: self.and(x.holds, y.holds), fails: self.or(x.fails, y.fails) }
    }

    /// Either holds.
    pub fn either(&mut self, x: Value, y: Value) -> Value {
        Value { holds: self.or(x.holds, y.holds), fails: self.and(x.fails, y.fails) }
    }

    /// At least `n` of them hold.
    pub fn at_least(&mut self, n: usize, values: &[Value]) -> Value {
        let holds: Vec<Diagram> = values.iter().map(|v| v.holds).collect();
        let fails: Vec<Diagram> = values.iter().map(|v| v.fails).collect();
        let most = (values.len() + 1).saturating_sub(n);
        Value {
            holds: self.threshold(n, &holds),
            fails: if n > values.len() { Diagram::YES } else { self.threshold(most, &fails) },
        }
    }

    /// Yes where at least `n` of the functions are.
    fn threshold(&mut self, n: usize, of: &[Diagram]) -> Diagram {
        if n > of.len() {
            return Diagram::NO;
        }
        // counts[k]: at least k of the functions seen so far
        let mut counts = vec![Diagram::NO; n + 1];
        if let Some(zero) = counts.first_mut() {
            *zero = Diagram::YES;
        }
        for d in of {
            for k in (1..=n).rev() {
                let (Some(below), Some(here)) = (counts.get(k - 1).copied(), counts.get(k).copied()) else { continue };
                let more = self.and(below, *d);
                let next = self.or(here, more);
                if let Some(slot) = counts.get_mut(k) {
                    *slot = next;
                }
            }
        }
        counts.last().copied().unwrap_or(Diagram::NO)
    }

    /// The value with one variable fixed.
    pub fn restrict_value(&mut self, v: Value, var: Var, choice: u16) -> Value {
        Value { holds: self.restrict(v.holds, var, choice), fails: self.restrict(v.fails, var, choice) }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn equal_functions_have_equal_ids() {
        let mut d = Diagrams::default();
        let (x, y) = (d.variable(2), d.variable(3));
        let (a, b) = (d.test(x, |c| c == 1), d.test(y, |c| c >= 1));
        let (na, nb) = (d.not(a), d.not(b));
        let left = d.and(a, b);
        let right = d.or(na, nb);
        assert_eq!(d.not(right), left, "De Morgan");
        assert_eq!(d.support(left), vec![x, y]);
        assert_eq!(d.restrict(left, y, 2), a);
        assert_eq!(d.restrict(left, x, 0), Diagram::NO);
    }

    #[test]
    fn thresholds_count() {
        let mut d = Diagrams::default();
        let vars: Vec<Var> = (0..4).map(|_| d.variable(2)).collect();
        let tests: Vec<Value> = vars
            .iter()
            .map(|v| {
                let holds = d.test(*v, |c| c == 1);
                let fails = d.not(holds);
                Value { holds, fails }
            })
            .collect();
        let two = d.at_least(2, &tests);
        for bits in 0u16..16 {
            let assignment: Assignment = vars.iter().enumerate().map(|(i, v)| (*v, bits >> i & 1)).collect();
            assert_eq!(d.at(two.holds, &assignment), bits.count_ones() >= 2);
            assert_eq!(d.at(two.fails, &assignment), bits.count_ones() < 2);
        }
        assert_eq!(d.at_least(0, &tests).holds, Diagram::YES);
        assert_eq!(d.at_least(5, &tests), Value::REFUTED);
        assert_eq!(*vars.first().unwrap(), Var(0));
    }
}
