//! What every part of lowering shares: the tree under construction, names and paths.
//!
//! Extents are handed up instead of asked for: `syn` can only tell a node's span by printing the node again,
//! which is quadratic under nesting. So whoever lowers a node returns where it began and ended.

use super::positions::Positions;
use super::raw::Raw;
use crate::tree::{Builder, Kind, NodeId, Role, flag};
use proc_macro2::{Ident, Span as TokenSpan};
use review_facts::Span;
use syn::{Path, PathArguments, QSelf};

/// Lowers the tokens of one lexed text into the tree of its file.
pub(super) struct Lower<'a, 's> {
    pub(super) out: &'a mut Builder,
    pub(super) at: &'a Positions<'s>,
    /// How many macro bodies are open: each is lexed and parsed again.
    pub(super) macros: u32,
}

impl Lower<'_, '_> {
    /// Adds a node whose extent only its kids tell: `kids` adds them and returns it.
    pub(super) fn node(
        &mut self,
        kind: Kind,
        role: Role,
        flags: u16,
        kids: impl FnOnce(&mut Self) -> Span,
    ) -> Span {
        let id = self.out.open(kind, role, flags, Span::new(0, 0));
        let span = kids(self);
        self.close(id, span)
    }

    /// Closes a node that was opened before its extent was known.
    pub(super) fn close(&mut self, id: NodeId, span: Span) -> Span {
        self.out.node_mut(id).start = span.start;
        self.out.close_at(span.end);
        span
    }

    /// Opens a node whose extent is not known yet.
    pub(super) fn open(&mut self, kind: Kind, role: Role, flags: u16) -> NodeId {
        self.out.open(kind, role, flags, Span::new(0, 0))
    }

    /// As [`Lower::open`], for a kind of Rust's own.
    pub(super) fn open_other(&mut self, raw: Raw, role: Role) -> NodeId {
        self.open(Kind::Other, role, raw as u16)
    }

    pub(super) fn start(&self, token: TokenSpan) -> u32 {
        self.at.start(token)
    }

    /// One past a token of one byte.
    pub(super) fn after(&self, token: TokenSpan) -> u32 {
        self.at.start(token) + 1
    }

    pub(super) fn name(&mut self, ident: &Ident, role: Role) -> Span {
        let span = self.at.ident(ident.span());
        self.out.leaf(Kind::Name, role, 0, span);
        span
    }

    /// A name that stands behind `end` and a separator.
    pub(super) fn name_behind(&mut self, end: u32, separator: u8, ident: &Ident, role: Role) -> Span {
        let span = self.at.ident_behind(end, separator, ident.span());
        self.out.leaf(Kind::Name, role, 0, span);
        span
    }

    /// A path of bare names, `a::b` or `a.b`.
    pub(super) fn names(&mut self, idents: &[Ident], role: Role, flags: u16) -> Span {
        let Some((first, rest)) = idents.split_first() else { return Span::default() };
        let start = self.start(first.span());
        for above in (0..rest.len()).rev() {
            let role = if above + 1 == rest.len() { role } else { Role::Object };
            self.out.open(Kind::Member, role, flags, Span::new(start, start));
        }
        let mut span = self.name(first, if rest.is_empty() { role } else { Role::Object });
        for ident in rest {
            span = Span::new(start, self.name(ident, Role::Property).end);
            self.out.close_at(span.end);
        }
        span
    }

    /// A path in an expression: `Name`, or `Member`s that nest to the left. The type arguments of the last
    /// segment are left to the caller when `open_end`, so that they become kids of a call.
    pub(super) fn path(&mut self, qself: Option<&QSelf>, path: &Path, role: Role, open_end: bool) -> Span {
        let Some(last) = path.segments.last() else { return Span::default() };
        let keep_last = !open_end && !matches!(last.arguments, PathArguments::None);
        let hidden = qself.map_or(0, |qself| qself.position.min(path.segments.len()));
        let shown = path.segments.len() - hidden;
        let first_is_type = qself.is_some();
        // `a` alone is a Name; arguments on it (`a::<T>`) need a Member to hold them.
        let members = match (first_is_type, shown) {
            (true, shown) => shown,
            (false, 1) => usize::from(keep_last),
            (false, shown) => shown - 1,
        };
        let start = match qself {
            Some(qself) => self.start(qself.lt_token.span),
            None => self.start(path.segments[0].ident.span()),
        };
        for above in 0..members {
            let role = if above == 0 { role } else { Role::Object };
            self.out.open(Kind::Member, role, flag::PATH, Span::new(start, start));
        }
        let mut end = start;
        if let Some(qself) = qself {
            let role = if members == 0 { role } else { Role::Object };
            end = self.after(qself.gt_token.span);
            self.out.leaf(Kind::Type, role, 0, Span::new(start, end));
        }
        for (number, segment) in path.segments.iter().skip(hidden).enumerate() {
            let object = !first_is_type && number == 0;
            let role = match (object, members) {
                (true, 0) => role,
                (true, _) if shown > 1 => Role::Object,
                _ => Role::Property,
            };
            // Behind a qualified type there is its `>`.
            end = match number == 0 && !first_is_type {
                true => self.name(&segment.ident, role).end,
                false => self.name_behind(end, b':', &segment.ident, role).end,
            };
            if number + 1 < shown || keep_last {
                end = self.type_arguments(&segment.arguments).unwrap_or(end);
            }
            if members > 0 && !(object && shown > 1) {
                self.out.close_at(end);
            }
        }
        Span::new(start, end)
    }

    /// The type arguments of a path's last segment, for which [`Lower::path`] left room. Returns their end.
    pub(super) fn last_arguments(&mut self, path: &Path) -> Option<u32> {
        self.type_arguments(&path.segments.last()?.arguments)
    }
}
