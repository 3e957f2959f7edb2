//! Diesel's schema: `table!` and `joinable!`.

use crate::rust::lower::Lower;
use crate::tree::{Kind, Role, flag};
use proc_macro2::{Ident, TokenStream, extra::DelimSpan};
use review_facts::Span;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, ItemUse, Path, Token, Type, braced, parenthesized, token};

struct Table {
    imports: Vec<ItemUse>,
    attrs: Vec<Attribute>,
    /// `schema.name`, or the name alone.
    path: Vec<Ident>,
    key: Option<(DelimSpan, Vec<Ident>)>,
    braces: DelimSpan,
    columns: Vec<Column>,
}

struct Column {
    attrs: Vec<Attribute>,
    name: Ident,
    ty: Type,
}

impl Lower<'_, '_> {
    /// A table is an `Object`: its path (role Callee), its key as a tuple (role Key), and a `Pair` of name and
    /// `Type` for each column, attributes in front.
    pub(super) fn table_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok(tables) = read_tables.parse2(tokens.clone()) else { return false };
        for table in &tables {
            for import in &table.imports {
                self.use_item(import);
            }
            self.table(table);
        }
        true
    }

    fn table(&mut self, table: &Table) {
        self.node(Kind::Object, Role::Arg, 0, |lower| {
            let first = lower.attributes(&table.attrs);
            let path = lower.names(&table.path, Role::Callee, 0);
            if let Some((parens, names)) = &table.key {
                lower.node(Kind::List, Role::Key, flag::TUPLE, |lower| {
                    for name in names {
                        lower.name(name, Role::None);
                    }
                    Span::new(lower.start(parens.open()), lower.after(parens.close()))
                });
            }
            for column in &table.columns {
                lower.node(Kind::Pair, Role::None, 0, |lower| {
                    let first = lower.attributes(&column.attrs);
                    let name = lower.name(&column.name, Role::Key);
                    let end = lower.type_leaf(&column.ty, Role::Value).end;
                    Span::new(first.unwrap_or(name.start), end)
                });
            }
            Span::new(first.unwrap_or(path.start), lower.after(table.braces.close()))
        });
    }

    /// `joinable!(child -> parent (column))`: the three names as arguments.
    pub(super) fn joinable_macro(&mut self, tokens: &TokenStream) -> bool {
        let Ok((child, parent, column)) = read_joinable.parse2(tokens.clone()) else { return false };
        for path in [&child, &parent, &column] {
            self.path(None, path, Role::Arg, false);
        }
        true
    }
}

fn read_tables(input: ParseStream<'_>) -> syn::Result<Vec<Table>> {
    let mut tables = Vec::new();
    while !input.is_empty() {
        tables.push(read_table(input)?);
    }
    Ok(tables)
}

fn read_table(input: ParseStream<'_>) -> syn::Result<Table> {
    let mut imports = Vec::new();
    while input.peek(Token![use]) {
        imports.push(input.parse()?);
    }
    let attrs = input.call(Attribute::parse_outer)?;
    let mut path = vec![input.call(Ident::parse_any)?];
    while input.parse::<Option<Token![.]>>()?.is_some() {
        path.push(input.call(Ident::parse_any)?);
    }
    let key = if input.peek(token::Paren) {
        let names;
        let parens = parenthesized!(names in input).span;
        let names = names.parse_terminated(Ident::parse_any, Token![,])?;
        Some((parens, names.into_iter().collect()))
    } else {
        None
    };
    let content;
    let braces = braced!(content in input).span;
    let mut columns = Vec::new();
    while !content.is_empty() {
        let attrs = content.call(Attribute::parse_outer)?;
        let name = content.call(Ident::parse_any)?;
        content.parse::<Token![->]>()?;
        let ty = content.parse()?;
        if !content.is_empty() {
            content.parse::<Token![,]>()?;
        }
        columns.push(Column { attrs, name, ty });
    }
    Ok(Table { imports, attrs, path, key, braces, columns })
}

fn read_joinable(input: ParseStream<'_>) -> syn::Result<(Path, Path, Path)> {
    let child = input.call(Path::parse_mod_style)?;
    input.parse::<Token![->]>()?;
    let parent = input.call(Path::parse_mod_style)?;
    let column;
    parenthesized!(column in input);
    Ok((child, parent, column.call(Path::parse_mod_style)?))
}
