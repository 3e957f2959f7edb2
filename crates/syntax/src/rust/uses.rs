//! `use` and `extern crate`.

use super::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::Ident;
use review_facts::Span;
use syn::UseTree;

impl Lower<'_, '_> {
    pub(super) fn use_item(&mut self, item: &syn::ItemUse) {
        let flags = self.exported(&item.vis);
        let id = self.open(Kind::Import, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.use_token.span);
        self.attributes(&item.attrs);
        self.visibility_path(&item.vis);
        self.use_tree(&item.tree, id, flags);
        let end = self.after(item.semi_token.span);
        self.close(id, Span::new(start, end));
    }

    /// Fills an open `Import` from a tree: its prefix, then what it names. Returns the tree's extent.
    fn use_tree(&mut self, tree: &UseTree, import: crate::NodeId, flags: u16) -> Span {
        let mut prefix: Vec<Ident> = Vec::new();
        let mut tree = tree;
        while let UseTree::Path(path) = tree {
            prefix.push(path.ident.clone());
            tree = &path.tree;
        }
        // `use a;` names a module by itself.
        if let (UseTree::Name(name), true) = (tree, prefix.is_empty()) {
            return self.name(&name.ident, Role::Source);
        }
        let source = self.names(&prefix, Role::Source, flag::PATH);
        let rest = match tree {
            UseTree::Group(group) => {
                for inner in &group.items {
                    self.use_group_item(inner, flags);
                }
                let braces = group.brace_token.span;
                Span::new(self.start(braces.open()), self.after(braces.close()))
            }
            UseTree::Glob(glob) => {
                self.out.node_mut(import).flags |= flag::WILDCARD;
                let start = self.start(glob.star_token.span);
                Span::new(start, start + 1)
            }
            named => self.imported(named, if prefix.is_empty() { flag::NAMESPACE } else { 0 }),
        };
        Span::new(if prefix.is_empty() { rest.start } else { source.start }, rest.end)
    }

    fn use_group_item(&mut self, tree: &UseTree, flags: u16) {
        if matches!(tree, UseTree::Name(_) | UseTree::Rename(_)) {
            self.imported(tree, 0);
            return;
        }
        let id = self.open(Kind::Import, Role::None, flags);
        let span = self.use_tree(tree, id, flags);
        self.close(id, span);
    }

    fn imported(&mut self, tree: &UseTree, flags: u16) -> Span {
        self.node(Kind::Imported, Role::None, flags, |lower| match tree {
            UseTree::Name(name) => lower.name(&name.ident, Role::Name),
            UseTree::Rename(rename) => {
                let start = lower.name(&rename.ident, Role::Name).start;
                Span::new(start, lower.name(&rename.rename, Role::Alias).end)
            }
            _ => Span::default(),
        })
    }

    pub(super) fn extern_crate(&mut self, item: &syn::ItemExternCrate) {
        let flags = self.exported(&item.vis);
        let id = self.open(Kind::Import, Role::None, flags);
        let start = self.item_start(&item.attrs, &item.vis, item.extern_token.span);
        self.attributes(&item.attrs);
        match &item.rename {
            None => {
                self.name(&item.ident, Role::Source);
            }
            Some((_, rename)) => {
                self.node(Kind::Imported, Role::None, flag::NAMESPACE, |lower| {
                    let start = lower.name(&item.ident, Role::Name).start;
                    Span::new(start, lower.name(rename, Role::Alias).end)
                });
            }
        }
        let end = self.after(item.semi_token.span);
        self.close(id, Span::new(start, end));
    }
}
