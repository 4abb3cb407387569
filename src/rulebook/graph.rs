//! Circles and order in directed graphs, without recursion. Knows nothing of what the nodes are.

/// The strongly connected components: for each node the number of its component. Numbers rise from what is pointed at
/// to what points at it.
pub(super) fn components(edges: &[Vec<usize>]) -> Vec<usize> {
    Tarjan::new(edges).run()
}

struct Tarjan<'a> {
    edges: &'a [Vec<usize>],
    index: Vec<usize>,
    low: Vec<usize>,
    component: Vec<usize>,
    open: Vec<usize>,
    next: usize,
    count: usize,
}

const NONE: usize = usize::MAX;

impl<'a> Tarjan<'a> {
    fn new(edges: &'a [Vec<usize>]) -> Self {
        let blank = vec![NONE; edges.len()];
        let (index, low, component) = (blank.clone(), blank.clone(), blank);
        Tarjan { edges, index, low, component, open: Vec::new(), next: 0, count: 0 }
    }

    fn run(mut self) -> Vec<usize> {
        for root in 0..self.edges.len() {
            if at(&self.index, root) == NONE {
                self.visit(root);
            }
        }
        self.component
    }

    fn visit(&mut self, root: usize) {
        let mut path = vec![(root, 0)];
        self.enter(root);
        while let Some((node, next)) = path.last_mut() {
            let (here, turn) = (*node, *next);
            *next += 1;
            match self.edges.get(here).and_then(|e| e.get(turn)).copied() {
                Some(to) if at(&self.index, to) == NONE => {
                    self.enter(to);
                    path.push((to, 0));
                }
                Some(to) => {
                    if at(&self.component, to) == NONE {
                        lower(&mut self.low, here, at(&self.index, to));
                    }
                }
                None => {
                    path.pop();
                    if let Some((above, _)) = path.last() {
                        let low = at(&self.low, here);
                        lower(&mut self.low, *above, low);
                    }
                    if at(&self.low, here) == at(&self.index, here) {
                        self.close(here);
                    }
                }
            }
        }
    }

    fn enter(&mut self, node: usize) {
        for list in [&mut self.index, &mut self.low] {
            if let Some(slot) = list.get_mut(node) {
                *slot = self.next;
            }
        }
        self.next += 1;
        self.open.push(node);
    }

    fn close(&mut self, root: usize) {
        while let Some(node) = self.open.pop() {
            if let Some(slot) = self.component.get_mut(node) {
                *slot = self.count;
            }
            if node == root {
                break;
            }
        }
        self.count += 1;
    }
}

fn at(list: &[usize], node: usize) -> usize {
    list.get(node).copied().unwrap_or(0)
}

fn lower(list: &mut [usize], node: usize, to: usize) {
    if let Some(slot) = list.get_mut(node) {
        *slot = (*slot).min(to);
    }
}

/// A shortest way from one node to another through nodes that `inside` allows: both ends included. `None` if there is
/// no way. A node is at no distance from itself.
pub(super) fn way(edges: &[Vec<usize>], from: usize, to: usize, inside: &dyn Fn(usize) -> bool) -> Option<Vec<usize>> {
    let mut came = vec![NONE; edges.len()];
    let mut queue = std::collections::VecDeque::from([from]);
    *came.get_mut(from)? = from;
    while let Some(node) = queue.pop_front() {
        if node == to {
            let mut way = vec![to];
            let mut node = to;
            while node != from {
                node = at(&came, node);
                way.push(node);
            }
            way.reverse();
            return Some(way);
        }
        for next in edges.get(node).into_iter().flatten().copied().filter(|n| inside(*n)) {
            if at(&came, next) == NONE {
                *came.get_mut(next)? = node;
                queue.push_back(next);
            }
        }
    }
    None
}

/// One circle for each component that has one, its nodes in order; components by number.
pub(super) fn circles(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let component = components(edges);
    let mut seen = vec![false; component.len()];
    let mut circles = Vec::new();
    for (node, to) in edges.iter().enumerate() {
        let mine = at(&component, node);
        let next = to.iter().copied().find(|t| at(&component, *t) == mine);
        let (Some(next), Some(seen)) = (next, seen.get_mut(mine)) else { continue };
        if std::mem::replace(seen, true) {
            continue;
        }
        if let Some(mut way) = way(edges, next, node, &|n| at(&component, n) == mine) {
            if way.len() > 1 {
                way.rotate_right(1);
            }
            circles.push(way);
        }
    }
    circles
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pointed_at_comes_first() {
        let edges = vec![vec![1], vec![2], vec![1, 3], vec![]];
        let c = components(&edges);
        assert_eq!(c, [2, 1, 1, 0]);
        assert_eq!(circles(&edges), [vec![1, 2]]);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let n = 200_000;
        let edges: Vec<Vec<usize>> = (0..n).map(|i| if i + 1 < n { vec![i + 1] } else { vec![0] }).collect();
        assert!(components(&edges).iter().all(|c| *c == 0));
        assert_eq!(circles(&edges).len(), 1);
    }
}
