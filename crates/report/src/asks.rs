//! Asks in groups: by rule and by the definition that could not be resolved, so that one unknown logger is one
//! question and not three hundred.

use std::collections::HashMap;

use review_engine::{Ask, Item, Outcome};

/// Groups that are written for one item.
pub(crate) const GROUPS: usize = 3;

/// Asks of one rule with one cause.
pub(crate) struct Group<'a> {
    /// The first of them.
    pub(crate) first: &'a Ask,
    /// How many there are.
    pub(crate) count: usize,
}

/// The groups of every rule, in the order of their first ask. Only asks in view.
pub(crate) struct AskGroups<'a> {
    by_rule: HashMap<usize, Vec<Group<'a>>>,
}

impl<'a> AskGroups<'a> {
    pub(crate) fn new(outcome: &'a Outcome) -> AskGroups<'a> {
        let mut by_rule: HashMap<usize, Vec<Group>> = HashMap::new();
        let mut index: HashMap<(usize, &str), usize> = HashMap::new();
        for ask in outcome.asks.iter().filter(|ask| ask.in_view) {
            let groups = by_rule.entry(ask.rule).or_default();
            // A question without a cause is a group of its own with all like it.
            let cause = if ask.cause.is_empty() { &ask.question } else { &ask.cause };
            let at = *index.entry((ask.rule, cause)).or_insert(groups.len());
            match groups.get_mut(at) {
                Some(group) => group.count += 1,
                None => groups.push(Group { first: ask, count: 1 }),
            }
        }
        AskGroups { by_rule }
    }

    /// The first groups of an item's rules, and how many asks are in the others.
    pub(crate) fn of(&self, item: &Item) -> (Vec<&Group<'a>>, usize) {
        let mut groups: Vec<&Group> =
            item.rules.iter().filter_map(|rule| self.by_rule.get(rule)).flatten().collect();
        let rest = groups.split_off(groups.len().min(GROUPS));
        (groups, rest.iter().map(|group| group.count).sum())
    }
}
