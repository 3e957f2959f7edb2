//! Types: leaves, and where they begin and end.
//!
//! `syn` has read their inside, so their end is found along their right edge; nothing is lowered.

use super::lower::Lower;
use crate::tree::{Kind, Role};
use proc_macro2::{TokenStream, TokenTree};
use review_facts::Span;
use syn::punctuated::Punctuated;
use syn::{
    GenericArgument, GenericParam, Generics, Path, PathArguments, ReturnType, Token, Type, TypeParamBound,
    WhereClause, WherePredicate,
};

impl Lower<'_, '_> {
    /// Adds a type as a leaf.
    pub(super) fn type_leaf(&mut self, ty: &Type, role: Role) -> Span {
        let span = Span::new(self.type_start(ty), self.type_end(ty));
        self.out.leaf(Kind::Type, role, 0, span);
        span
    }

    /// The type behind `->`, if there is one. Returns its end.
    pub(super) fn returns(&mut self, output: &ReturnType) -> Option<u32> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.type_leaf(ty, Role::Returns).end),
        }
    }

    /// Type arguments as leaves without a role; values among them are lowered. Returns one past the `>`.
    pub(super) fn type_arguments(&mut self, arguments: &PathArguments) -> Option<u32> {
        match arguments {
            PathArguments::None => None,
            PathArguments::AngleBracketed(angle) => Some(self.angle_arguments(angle)),
            PathArguments::Parenthesized(arguments) => {
                let start = self.start(arguments.paren_token.span.open());
                let end = self.returns_end(&arguments.output);
                let end = end.unwrap_or_else(|| self.after(arguments.paren_token.span.close()));
                self.out.leaf(Kind::Type, Role::None, 0, Span::new(start, end));
                Some(end)
            }
        }
    }

    pub(super) fn angle_arguments(&mut self, angle: &syn::AngleBracketedGenericArguments) -> u32 {
        for argument in &angle.args {
            match argument {
                GenericArgument::Type(ty) => {
                    self.type_leaf(ty, Role::None);
                }
                GenericArgument::Const(value) => {
                    self.expr(value, Role::None);
                }
                GenericArgument::AssocType(argument) => {
                    let end = self.type_end(&argument.ty);
                    self.type_from(&argument.ident, end);
                }
                GenericArgument::Constraint(argument) => {
                    let end = self.bounds_end(&argument.bounds);
                    let end = end.unwrap_or_else(|| self.after(argument.colon_token.span));
                    self.type_from(&argument.ident, end);
                }
                GenericArgument::AssocConst(argument) => {
                    self.name(&argument.ident, Role::None);
                    self.expr(&argument.value, Role::None);
                }
                _ => {}
            }
        }
        self.after(angle.gt_token.span)
    }

    fn type_from(&mut self, first: &proc_macro2::Ident, end: u32) {
        let start = self.start(first.span());
        self.out.leaf(Kind::Type, Role::None, 0, Span::new(start, end));
    }

    /// The parameters between `<` and `>` as one leaf, unless they are lifetimes alone. Returns its end.
    pub(super) fn generics(&mut self, generics: &Generics) -> Option<u32> {
        let (open, close) = (generics.lt_token?, generics.gt_token?);
        if generics.params.iter().all(|param| matches!(param, GenericParam::Lifetime(_))) {
            return None;
        }
        let span = Span::new(self.start(open.span), self.after(close.span));
        self.out.leaf(Kind::Type, Role::None, 0, span);
        Some(span.end)
    }

    /// A `where` clause as one leaf. Returns its end.
    pub(super) fn where_clause(&mut self, clause: &Option<WhereClause>) -> Option<u32> {
        let clause = clause.as_ref()?;
        let start = self.start(clause.where_token.span);
        let end = match clause.predicates.last()? {
            WherePredicate::Type(predicate) => match self.bounds_end(&predicate.bounds) {
                Some(end) => end,
                None => self.after(predicate.colon_token.span),
            },
            WherePredicate::Lifetime(predicate) => {
                let last = predicate.bounds.last().unwrap_or(&predicate.lifetime);
                self.at.ident(last.ident.span()).end
            }
            _ => return None,
        };
        self.out.leaf(Kind::Type, Role::None, 0, Span::new(start, end));
        Some(end)
    }

    /// Bounds as leaves, one for each trait.
    pub(super) fn bounds(
        &mut self,
        bounds: &Punctuated<TypeParamBound, Token![+]>,
        role: Role,
    ) -> Option<u32> {
        for bound in bounds {
            if !matches!(bound, TypeParamBound::Lifetime(_))
                && let (Some(start), Some(end)) = (self.bound_start(bound), self.bound_end(bound))
            {
                self.out.leaf(Kind::Type, role, 0, Span::new(start, end));
            }
        }
        self.bounds_end(bounds)
    }

    pub(super) fn path_start(&self, path: &Path) -> u32 {
        match (path.leading_colon, path.segments.first()) {
            (Some(colons), _) => self.start(colons.spans[0]),
            (None, Some(first)) => self.start(first.ident.span()),
            (None, None) => 0,
        }
    }

    pub(super) fn path_end(&self, path: &Path) -> u32 {
        let Some(last) = path.segments.last() else { return 0 };
        match &last.arguments {
            PathArguments::None => self.at.ident(last.ident.span()).end,
            PathArguments::AngleBracketed(angle) => self.after(angle.gt_token.span),
            PathArguments::Parenthesized(arguments) => match self.returns_end(&arguments.output) {
                Some(end) => end,
                None => self.after(arguments.paren_token.span.close()),
            },
        }
    }

    fn returns_end(&self, output: &ReturnType) -> Option<u32> {
        match output {
            ReturnType::Default => None,
            ReturnType::Type(_, ty) => Some(self.type_end(ty)),
        }
    }

    fn bound_start(&self, bound: &TypeParamBound) -> Option<u32> {
        Some(match bound {
            TypeParamBound::Trait(bound) => match (&bound.paren_token, bound.maybe, &bound.lifetimes) {
                (Some(paren), _, _) => self.start(paren.span.open()),
                (None, Some(maybe), _) => self.start(maybe.span),
                (None, None, Some(lifetimes)) => self.start(lifetimes.for_token.span),
                _ => self.path_start(&bound.path),
            },
            TypeParamBound::Lifetime(lifetime) => self.start(lifetime.apostrophe),
            TypeParamBound::PreciseCapture(capture) => self.start(capture.use_token.span),
            TypeParamBound::Verbatim(tokens) => self.tokens_span(tokens)?.start,
            _ => return None,
        })
    }

    fn bound_end(&self, bound: &TypeParamBound) -> Option<u32> {
        Some(match bound {
            TypeParamBound::Trait(bound) => match &bound.paren_token {
                Some(paren) => self.after(paren.span.close()),
                None => self.path_end(&bound.path),
            },
            TypeParamBound::Lifetime(lifetime) => self.at.ident(lifetime.ident.span()).end,
            TypeParamBound::PreciseCapture(capture) => self.after(capture.gt_token.span),
            TypeParamBound::Verbatim(tokens) => self.tokens_span(tokens)?.end,
            _ => return None,
        })
    }

    fn bounds_end(&self, bounds: &Punctuated<TypeParamBound, Token![+]>) -> Option<u32> {
        self.bound_end(bounds.last()?)
    }

    pub(super) fn type_start(&self, ty: &Type) -> u32 {
        match ty {
            Type::Array(ty) => self.start(ty.bracket_token.span.open()),
            Type::FnPtr(ty) => match (&ty.lifetimes, ty.unsafety, &ty.abi) {
                (Some(lifetimes), _, _) => self.start(lifetimes.for_token.span),
                (None, Some(token), _) => self.start(token.span),
                (None, None, Some(abi)) => self.start(abi.extern_token.span),
                (None, None, None) => self.start(ty.fn_token.span),
            },
            Type::Group(ty) => self.type_start(&ty.elem),
            Type::ImplTrait(ty) => self.start(ty.impl_token.span),
            Type::Infer(ty) => self.start(ty.underscore_token.span),
            Type::Macro(ty) => self.path_start(&ty.mac.path),
            Type::Never(ty) => self.start(ty.bang_token.span),
            Type::Paren(ty) => self.start(ty.paren_token.span.open()),
            Type::Path(ty) => match &ty.qself {
                Some(qself) => self.start(qself.lt_token.span),
                None => self.path_start(&ty.path),
            },
            Type::Ptr(ty) => self.start(ty.star_token.span),
            Type::Reference(ty) => self.start(ty.and_token.span),
            Type::Slice(ty) => self.start(ty.bracket_token.span.open()),
            Type::TraitObject(ty) => match ty.dyn_token {
                Some(token) => self.start(token.span),
                None => ty.bounds.first().and_then(|bound| self.bound_start(bound)).unwrap_or(0),
            },
            Type::Tuple(ty) => self.start(ty.paren_token.span.open()),
            Type::Verbatim(tokens) => self.tokens_span(tokens).unwrap_or_default().start,
            _ => 0,
        }
    }

    pub(super) fn type_end(&self, ty: &Type) -> u32 {
        match ty {
            Type::Array(ty) => self.after(ty.bracket_token.span.close()),
            Type::FnPtr(ty) => match self.returns_end(&ty.output) {
                Some(end) => end,
                None => self.after(ty.paren_token.span.close()),
            },
            Type::Group(ty) => self.type_end(&ty.elem),
            Type::ImplTrait(ty) => self.bounds_end(&ty.bounds).unwrap_or(0),
            Type::Infer(ty) => self.after(ty.underscore_token.span),
            Type::Macro(ty) => self.after(ty.mac.delimiter.span().close()),
            Type::Never(ty) => self.after(ty.bang_token.span),
            Type::Paren(ty) => self.after(ty.paren_token.span.close()),
            Type::Path(ty) => self.path_end(&ty.path),
            Type::Ptr(ty) => self.type_end(&ty.elem),
            Type::Reference(ty) => self.type_end(&ty.elem),
            Type::Slice(ty) => self.after(ty.bracket_token.span.close()),
            Type::TraitObject(ty) => self.bounds_end(&ty.bounds).unwrap_or(0),
            Type::Tuple(ty) => self.after(ty.paren_token.span.close()),
            Type::Verbatim(tokens) => self.tokens_span(tokens).unwrap_or_default().end,
            _ => 0,
        }
    }

    /// The extent of tokens; none when there are none.
    pub(super) fn tokens_span(&self, tokens: &TokenStream) -> Option<Span> {
        let mut trees = tokens.clone().into_iter();
        let first = trees.next()?;
        let last = trees.last();
        Some(Span::new(self.tree_span(&first).start, self.tree_span(last.as_ref().unwrap_or(&first)).end))
    }

    pub(super) fn tree_span(&self, tree: &TokenTree) -> Span {
        match tree {
            TokenTree::Group(group) => {
                Span::new(self.start(group.span_open()), self.after(group.span_close()))
            }
            TokenTree::Ident(ident) => self.at.ident(ident.span()),
            TokenTree::Punct(punct) => {
                let start = self.start(punct.span());
                Span::new(start, start + 1)
            }
            TokenTree::Literal(literal) => Span::new(self.start(literal.span()), self.at.end(literal.span())),
        }
    }
}
