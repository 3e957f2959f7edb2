//! Items: functions, types, modules and what they contain.

use super::lower::Lower;
use super::raw::Raw;
use crate::tree::{Kind, NodeId, Role, flag};
use proc_macro2::{Span as TokenSpan, TokenTree};
use review_facts::Span;
use syn::{Attribute, Fields, FnArg, ForeignItem, ImplItem, Item, ReceiverKind, TraitItem, Type, Visibility};

impl Lower<'_, '_> {
    pub(super) fn items(&mut self, items: &[Item]) {
        for item in items {
            self.item(item);
        }
    }

    pub(super) fn item(&mut self, item: &Item) {
        match item {
            Item::Const(item) => self.const_item(item),
            Item::Enum(item) => self.enum_item(item),
            Item::ExternCrate(item) => self.extern_crate(item),
            Item::Fn(item) => {
                let parts = Parts { attrs: &item.attrs, vis: &item.vis, flags: 0 };
                self.function(parts, item.modifiers.defaultness, &item.sig, Some(&item.block));
            }
            Item::ForeignMod(item) => self.extern_block(item),
            Item::Impl(item) => self.impl_item(item),
            Item::Macro(item) => self.macro_item(item),
            Item::Mod(item) => self.mod_item(item),
            Item::Static(item) => self.static_item(item),
            Item::Struct(item) => self.struct_item(item),
            Item::Trait(item) => self.trait_item(item),
            Item::TraitAlias(item) => self.trait_alias(item),
            Item::Type(item) => self.type_alias(item),
            Item::Union(item) => self.union_item(item),
            Item::Use(item) => self.use_item(item),
            Item::Verbatim(tokens) => self.verbatim_item(tokens),
            _ => {}
        }
    }

    pub(super) fn exported(&self, vis: &Visibility) -> u16 {
        if matches!(vis, Visibility::Inherited) { 0 } else { flag::EXPORTED }
    }

    /// Where an item starts: at its first attribute, its visibility, or its first keyword.
    pub(super) fn item_start(&self, attrs: &[Attribute], vis: &Visibility, keyword: TokenSpan) -> u32 {
        if let Some(start) = self.attributes_start(attrs) {
            return start;
        }
        match vis {
            Visibility::Public(token) => self.start(token.span),
            Visibility::Restricted(vis) => self.start(vis.pub_token.span),
            Visibility::Inherited => self.start(keyword),
        }
    }

    /// The path of `pub(in path)`, so that no name is lost.
    pub(super) fn visibility_path(&mut self, vis: &Visibility) {
        if let Visibility::Restricted(vis) = vis
            && vis.in_token.is_some()
        {
            let span = Span::new(self.path_start(&vis.path), self.path_end(&vis.path));
            self.out.leaf(Kind::Type, Role::None, 0, span);
        }
    }

    fn function(
        &mut self,
        parts: Parts<'_>,
        defaultness: Option<syn::Token![default]>,
        sig: &syn::Signature,
        body: Option<&syn::Block>,
    ) {
        let (id, mut span) = self.function_head(&parts, defaultness, sig);
        if let Some(body) = body {
            span.end = self.block_with(parts.attrs, body, Role::Body).end;
        }
        self.close(id, span);
    }

    /// Adds a function without its body and leaves it open. Returns its extent so far.
    pub(super) fn function_head(
        &mut self,
        parts: &Parts<'_>,
        defaultness: Option<syn::Token![default]>,
        sig: &syn::Signature,
    ) -> (NodeId, Span) {
        let first = [
            defaultness.map(|token| token.span),
            sig.constness.map(|token| token.span),
            sig.asyncness.map(|token| token.span),
            match &sig.safety {
                syn::Safety::Safe(token) => Some(token.span),
                syn::Safety::Unsafe(token) => Some(token.span),
                syn::Safety::Default => None,
            },
            sig.abi.as_ref().map(|abi| abi.extern_token.span),
        ];
        let first = first.into_iter().flatten().next().unwrap_or(sig.fn_token.span);
        let start = self.item_start(parts.attrs, parts.vis, first);
        let mut flags = parts.flags | self.exported(parts.vis);
        flags |= if sig.asyncness.is_some() { flag::ASYNC } else { 0 };
        flags |= if parts.attrs.iter().any(marks_test) { flag::TEST } else { 0 };
        let id = self.open(Kind::Function, Role::None, flags);
        self.outer_attributes(parts.attrs);
        self.visibility_path(parts.vis);
        self.name(&sig.ident, Role::Name);
        self.generics(&sig.generics);
        for input in &sig.inputs {
            self.param(input);
        }
        if let Some(rest) = &sig.variadic {
            self.variadic(rest);
        }
        let mut end = self.after(sig.paren_token.span.close());
        end = self.returns(&sig.output).unwrap_or(end);
        end = self.where_clause(&sig.generics.where_clause).unwrap_or(end);
        (id, Span::new(start, end))
    }

    fn param(&mut self, input: &FnArg) {
        match input {
            FnArg::Receiver(receiver) => self.receiver(receiver),
            FnArg::Typed(typed) => {
                let id = self.open(Kind::Param, Role::None, 0);
                let first = self.attributes(&typed.attrs);
                let start = self.pattern(&typed.pat, Role::Name).start;
                let end = self.type_leaf(&typed.ty, Role::Type).end;
                self.close(id, Span::new(first.unwrap_or(start), end));
            }
        }
    }

    fn variadic(&mut self, rest: &syn::Variadic) {
        let id = self.open(Kind::Param, Role::None, flag::SPLAT);
        let first = self.attributes(&rest.attrs);
        let dots = self.start(rest.dots.spans[0]);
        let start = rest.pat.as_ref().map(|(pattern, _)| self.pattern(pattern, Role::Name).start);
        self.close(id, Span::new(first.or(start).unwrap_or(dots), dots + "...".len() as u32));
    }

    fn receiver(&mut self, receiver: &syn::Receiver) {
        let id = self.open(Kind::Param, Role::None, flag::SELF);
        let first = self.attributes(&receiver.attrs);
        let name_start = self.start(receiver.self_token.span);
        let name = Span::new(name_start, name_start + "self".len() as u32);
        self.out.leaf(Kind::Name, Role::Name, 0, name);
        let mut end = name.end;
        let mut start = receiver.mutability.map_or(name.start, |token| self.start(token.span));
        match &receiver.kind {
            ReceiverKind::Reference(token, _, _) => start = self.start(token.span),
            ReceiverKind::Typed(_, ty) => end = self.type_leaf(ty, Role::Type).end,
            _ => {}
        }
        self.close(id, Span::new(first.unwrap_or(start), end));
    }

    fn const_item(&mut self, item: &syn::ItemConst) {
        let flags = flag::DECL | flag::CONST | self.exported(&item.vis);
        let id = self.open(Kind::Assign, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.const_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.constant(id, start, &item.ident, &item.generics, &item.ty, Some(&item.expr));
    }

    fn static_item(&mut self, item: &syn::ItemStatic) {
        let fixed = if matches!(item.mutability, syn::StaticMutability::None) { flag::CONST } else { 0 };
        let flags = flag::DECL | fixed | self.exported(&item.vis);
        let id = self.open(Kind::Assign, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.static_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.constant(id, start, &item.ident, &syn::Generics::default(), &item.ty, Some(&item.expr));
    }

    fn constant(
        &mut self,
        id: NodeId,
        start: u32,
        name: &proc_macro2::Ident,
        generics: &syn::Generics,
        ty: &Type,
        value: Option<&syn::Expr>,
    ) {
        self.name(name, Role::Target);
        self.generics(generics);
        let mut end = self.type_leaf(ty, Role::Type).end;
        if let Some(value) = value {
            end = self.expr(value, Role::Value).end;
        }
        self.close(id, Span::new(start, end));
    }

    fn struct_item(&mut self, item: &syn::ItemStruct) {
        let flags = flag::CLASS_STRUCT | self.exported(&item.vis);
        let id = self.open(Kind::Class, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.struct_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        let mut end = self.name(&item.ident, Role::Name).end;
        end = self.generics(&item.generics).unwrap_or(end);
        let tuple = matches!(item.fields, Fields::Unnamed(_));
        if !tuple {
            self.where_clause(&item.generics.where_clause);
        }
        end = self.fields(&item.fields).unwrap_or(end);
        if tuple {
            self.where_clause(&item.generics.where_clause);
        }
        end = item.semi_token.map_or(end, |semi| self.after(semi.span));
        self.close(id, Span::new(start, end));
    }

    fn union_item(&mut self, item: &syn::ItemUnion) {
        let flags = flag::CLASS_STRUCT | self.exported(&item.vis);
        let id = self.open(Kind::Class, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.union_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.generics(&item.generics);
        self.where_clause(&item.generics.where_clause);
        for field in &item.fields.named {
            self.field(field);
        }
        let end = self.after(item.fields.brace_token.span.close());
        self.close(id, Span::new(start, end));
    }

    fn enum_item(&mut self, item: &syn::ItemEnum) {
        let flags = flag::CLASS_ENUM | self.exported(&item.vis);
        let id = self.open(Kind::Class, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.enum_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.generics(&item.generics);
        self.where_clause(&item.generics.where_clause);
        for variant in &item.variants {
            self.variant(variant);
        }
        let end = self.after(item.brace_token.span.close());
        self.close(id, Span::new(start, end));
    }

    fn variant(&mut self, variant: &syn::Variant) {
        let id = self.open(Kind::Field, Role::None, 0);
        let first = self.attributes(&variant.attrs);
        let name = self.name(&variant.ident, Role::Name);
        let mut end = self.fields(&variant.fields).unwrap_or(name.end);
        if let Some((_, value)) = &variant.discriminant {
            end = self.expr(value, Role::Value).end;
        }
        self.close(id, Span::new(first.unwrap_or(name.start), end));
    }

    /// Adds fields. Returns one past their closing bracket.
    fn fields(&mut self, fields: &Fields) -> Option<u32> {
        for field in fields {
            self.field(field);
        }
        match fields {
            Fields::Named(fields) => Some(self.after(fields.brace_token.span.close())),
            Fields::Unnamed(fields) => Some(self.after(fields.paren_token.span.close())),
            Fields::Unit => None,
        }
    }

    fn field(&mut self, field: &syn::Field) {
        let id = self.open(Kind::Field, Role::None, self.exported(&field.vis));
        let first = self.attributes(&field.attrs);
        self.visibility_path(&field.vis);
        let name = field.ident.as_ref().map(|ident| self.name(ident, Role::Name));
        let ty = self.type_leaf(&field.ty, Role::Type);
        let mut end = ty.end;
        if let Some((_, default)) = &field.default {
            end = self.expr(default, Role::Value).end;
        }
        let vis = match &field.vis {
            Visibility::Public(token) => Some(self.start(token.span)),
            Visibility::Restricted(vis) => Some(self.start(vis.pub_token.span)),
            Visibility::Inherited => None,
        };
        let start = first.or(vis).unwrap_or(name.unwrap_or(ty).start);
        self.close(id, Span::new(start, end));
    }

    fn mod_item(&mut self, item: &syn::ItemMod) {
        let (id, start) = self.mod_head(item);
        let end = match &item.content {
            Some((braces, items)) => {
                self.items(items);
                self.after(braces.span.close())
            }
            None => item.semi.map_or(start, |semi| self.after(semi.span)),
        };
        self.close(id, Span::new(start, end));
    }

    /// Adds a module without its items and leaves it open. Returns where it starts.
    pub(super) fn mod_head(&mut self, item: &syn::ItemMod) -> (NodeId, u32) {
        let flags = flag::CLASS_MOD | self.exported(&item.vis);
        let id = self.open(Kind::Class, Role::None, flags);
        let first = item.unsafety.map_or(item.mod_token.span, |token| token.span);
        let start = self.item_start(&item.attrs, &item.vis, first);
        self.outer_attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.inner_attributes(&item.attrs);
        (id, start)
    }

    fn extern_block(&mut self, item: &syn::ItemForeignMod) {
        let id = self.open_other(Raw::ExternBlock, Role::None);
        let first = item.unsafety.map_or(item.abi.extern_token.span, |token| token.span);
        let start = self.item_start(&item.attrs, &Visibility::Inherited, first);
        self.attributes(&item.attrs);
        for item in &item.items {
            self.foreign_item(item);
        }
        let end = self.after(item.brace_token.span.close());
        self.close(id, Span::new(start, end));
    }

    fn foreign_item(&mut self, item: &ForeignItem) {
        match item {
            ForeignItem::Fn(item) => {
                let parts = Parts { attrs: &item.attrs, vis: &item.vis, flags: 0 };
                self.function(parts, item.modifiers.defaultness, &item.sig, None);
            }
            ForeignItem::Static(item) => {
                let id = self.open(Kind::Assign, Role::None, flag::DECL | self.exported(&item.vis));
                let start = self.item_start(&item.attrs, &item.vis, item.static_token.span);
                self.attributes(&item.attrs);
                self.constant(id, start, &item.ident, &syn::Generics::default(), &item.ty, None);
            }
            ForeignItem::Type(item) => {
                let id = self.open_other(Raw::TypeAlias, Role::None);
                let start = self.item_start(&item.attrs, &item.vis, item.type_token.span);
                self.attributes(&item.attrs);
                let end = self.name(&item.ident, Role::Name).end;
                let end = self.generics(&item.generics).unwrap_or(end);
                self.close(id, Span::new(start, end));
            }
            ForeignItem::Macro(item) => {
                self.macro_call(&item.attrs, &item.mac, Role::None);
            }
            ForeignItem::Verbatim(tokens) => self.verbatim_item(tokens),
            _ => {}
        }
    }

    fn impl_item(&mut self, item: &syn::ItemImpl) {
        let (id, start) = self.impl_head(item);
        for item in &item.items {
            self.impl_member(item);
        }
        let end = self.after(item.brace_token.span.close());
        self.close(id, Span::new(start, end));
    }

    /// Adds an impl without its members and leaves it open. Returns where it starts.
    pub(super) fn impl_head(&mut self, item: &syn::ItemImpl) -> (NodeId, u32) {
        let id = self.open(Kind::Class, Role::None, flag::CLASS_IMPL);
        let first =
            [item.modifiers.defaultness.map(|token| token.span), item.unsafety.map(|token| token.span)];
        let first = first.into_iter().flatten().next().unwrap_or(item.impl_token.span);
        let start = self.item_start(&item.attrs, &Visibility::Inherited, first);
        self.outer_attributes(&item.attrs);
        self.generics(&item.generics);
        if let Some((path, _)) = &item.trait_ {
            self.path(None, path, Role::Base, true);
            self.last_arguments(path);
        }
        match &*item.self_ty {
            Type::Path(ty) if ty.qself.is_none() => {
                self.path(None, &ty.path, Role::Name, true);
                self.last_arguments(&ty.path);
            }
            ty => {
                self.type_leaf(ty, Role::Name);
            }
        }
        self.where_clause(&item.generics.where_clause);
        self.inner_attributes(&item.attrs);
        (id, start)
    }

    pub(super) fn impl_member(&mut self, item: &ImplItem) {
        match item {
            ImplItem::Fn(item) => {
                let parts = Parts { attrs: &item.attrs, vis: &item.vis, flags: flag::METHOD };
                self.function(parts, item.modifiers.defaultness, &item.sig, Some(&item.block));
            }
            ImplItem::Const(item) => {
                let flags = flag::DECL | flag::CONST | self.exported(&item.vis);
                let id = self.open(Kind::Assign, Role::None, flags);
                let start = self.item_start(&item.attrs, &item.vis, item.const_token.span);
                self.attributes(&item.attrs);
                self.constant(id, start, &item.ident, &item.generics, &item.ty, Some(&item.expr));
            }
            ImplItem::Type(item) => {
                let id = self.open_other(Raw::TypeAlias, Role::None);
                let start = self.item_start(&item.attrs, &item.vis, item.type_token.span);
                self.attributes(&item.attrs);
                self.name(&item.ident, Role::Name);
                self.generics(&item.generics);
                let end = self.type_leaf(&item.ty, Role::Type).end;
                let end = self.where_clause(&item.generics.where_clause).unwrap_or(end);
                self.close(id, Span::new(start, end));
            }
            ImplItem::Macro(item) => {
                self.macro_call(&item.attrs, &item.mac, Role::None);
            }
            ImplItem::Verbatim(tokens) => self.verbatim_item(tokens),
            _ => {}
        }
    }

    fn trait_item(&mut self, item: &syn::ItemTrait) {
        let (id, start) = self.trait_head(item);
        for item in &item.items {
            self.trait_member(item);
        }
        let end = self.after(item.brace_token.span.close());
        self.close(id, Span::new(start, end));
    }

    /// Adds a trait without its members and leaves it open. Returns where it starts.
    pub(super) fn trait_head(&mut self, item: &syn::ItemTrait) -> (NodeId, u32) {
        let flags = flag::CLASS_TRAIT | self.exported(&item.vis);
        let id = self.open(Kind::Class, Role::None, flags);
        let first =
            [item.unsafety.map(|token| token.span), item.modifiers.auto_token.map(|token| token.span)];
        let first = first.into_iter().flatten().next().unwrap_or(item.trait_token.span);
        let start = self.item_start(&item.attrs, &item.vis, first);
        self.outer_attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.generics(&item.generics);
        self.bounds(&item.supertraits, Role::Base);
        self.where_clause(&item.generics.where_clause);
        self.inner_attributes(&item.attrs);
        (id, start)
    }

    pub(super) fn trait_member(&mut self, item: &TraitItem) {
        match item {
            TraitItem::Fn(item) => {
                let parts = Parts { attrs: &item.attrs, vis: &Visibility::Inherited, flags: flag::METHOD };
                self.function(parts, item.modifiers.defaultness, &item.sig, item.default.as_ref());
            }
            TraitItem::Const(item) => {
                let id = self.open(Kind::Assign, Role::None, flag::DECL | flag::CONST);
                let start = self.item_start(&item.attrs, &Visibility::Inherited, item.const_token.span);
                self.attributes(&item.attrs);
                let value = item.default.as_ref().map(|(_, value)| value);
                self.constant(id, start, &item.ident, &item.generics, &item.ty, value);
            }
            TraitItem::Type(item) => {
                let id = self.open_other(Raw::TypeAlias, Role::None);
                let start = self.item_start(&item.attrs, &Visibility::Inherited, item.type_token.span);
                self.attributes(&item.attrs);
                let mut end = self.name(&item.ident, Role::Name).end;
                end = self.generics(&item.generics).unwrap_or(end);
                end = self.bounds(&item.bounds, Role::Base).unwrap_or(end);
                if let Some((_, ty)) = &item.default {
                    end = self.type_leaf(ty, Role::Type).end;
                }
                end = self.where_clause(&item.generics.where_clause).unwrap_or(end);
                self.close(id, Span::new(start, end));
            }
            TraitItem::Macro(item) => {
                self.macro_call(&item.attrs, &item.mac, Role::None);
            }
            TraitItem::Verbatim(tokens) => self.verbatim_item(tokens),
            _ => {}
        }
    }

    fn type_alias(&mut self, item: &syn::ItemType) {
        let id = self.open_other(Raw::TypeAlias, Role::None);
        let start = self.item_start(&item.attrs, &item.vis, item.type_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.generics(&item.generics);
        self.type_leaf(&item.ty, Role::Type);
        self.where_clause(&item.generics.where_clause);
        let end = self.after(item.semi_token.span);
        self.close(id, Span::new(start, end));
    }

    fn trait_alias(&mut self, item: &syn::ItemTraitAlias) {
        let id = self.open_other(Raw::TraitAlias, Role::None);
        let start = self.item_start(&item.attrs, &item.vis, item.trait_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.name(&item.ident, Role::Name);
        self.generics(&item.generics);
        self.bounds(&item.bounds, Role::Base);
        self.where_clause(&item.generics.where_clause);
        let end = self.after(item.semi_token.span);
        self.close(id, Span::new(start, end));
    }

    /// Items without a body where one belongs, as macros write them (`fn name();`), and `macro name() { … }`.
    fn verbatim_item(&mut self, tokens: &proc_macro2::TokenStream) {
        match syn::parse2::<ForeignItem>(tokens.clone()) {
            Ok(ForeignItem::Verbatim(_)) | Err(_) => {}
            Ok(item) => return self.foreign_item(&item),
        }
        let macros = tokens.clone().into_iter().take(3).any(|tree| match tree {
            TokenTree::Ident(word) => word == "macro",
            _ => false,
        });
        match self.tokens_span(tokens) {
            Some(span) if macros => self.out.uncovered(span, "macro definition"),
            Some(span) => self.out.uncovered(span, "unstable syntax"),
            None => {}
        }
    }
}

/// What functions of all kinds have in common.
pub(super) struct Parts<'a> {
    pub(super) attrs: &'a [Attribute],
    pub(super) vis: &'a Visibility,
    pub(super) flags: u16,
}

/// `#[test]`, `#[tokio::test]`, `#[rstest]`, `#[bench]` and the like. The words are those of the standard
/// harness, rstest, test-case, quickcheck, proptest and wasm-bindgen-test.
fn marks_test(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| {
        ["test", "bench", "rstest", "test_case", "quickcheck", "wasm_bindgen_test"]
            .iter()
            .any(|word| last.ident == word)
    })
}
