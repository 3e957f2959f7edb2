//! What holds for every tree, whatever the input.

use review_facts::{Language, Span};
use review_syntax::{Kind, Tree};

/// The first thing that is wrong with a tree.
pub fn check(tree: &Tree, source: &str) -> Result<(), String> {
    structure(tree, source)?;
    regions(tree, source)?;
    identifiers(tree, source)
}

/// Kids lie inside their parents, in order and without overlap; `next` and `parent` agree; spans fit the text.
pub fn structure(tree: &Tree, source: &str) -> Result<(), String> {
    // End of the last kid, by node.
    let mut taken: Vec<u32> = tree.nodes.iter().map(|node| node.start).collect();
    for id in tree.ids() {
        let node = tree.node(id);
        let fits = node.start <= node.end && source.get(node.start as usize..node.end as usize).is_some();
        let say = |what: &str| Err(format!("{what}: node {} {:?} {:?}", id.0, node, tree.text(id, source)));
        if !fits {
            return say("span does not fit the text");
        }
        if node.next <= id.0 || node.next as usize > tree.nodes.len() {
            return say("next leads nowhere");
        }
        let Some(parent) = tree.parent(id) else {
            if id != tree.root() || node.next as usize != tree.nodes.len() {
                return say("not the only root");
            }
            continue;
        };
        let around = tree.node(parent);
        if parent >= id || node.next > around.next {
            return say("not inside its parent's subtree");
        }
        if node.start < taken[parent.0 as usize] || node.end > around.end {
            return say(&format!("not inside its parent {:?}, or before its sibling's end", around));
        }
        taken[parent.0 as usize] = node.end;
    }
    let kids: usize = tree.ids().map(|id| tree.kids(id).count()).sum();
    if kids + 1 != tree.nodes.len() {
        return Err("kids do not add up".to_owned());
    }
    Ok(())
}

/// Comments and uncovered regions are in order and fit the text; every `Uncovered` leaf is accounted for.
fn regions(tree: &Tree, source: &str) -> Result<(), String> {
    let mut last = 0;
    for region in &tree.uncovered {
        if region.span.start < last || source.get(range(region.span)).is_none() {
            return Err(format!("uncovered region out of order: {region:?}"));
        }
        last = region.span.end;
    }
    last = 0;
    for comment in &tree.comments {
        if comment.span.start < last || source.get(range(comment.span)).is_none() {
            return Err(format!("comment out of order: {comment:?}"));
        }
        last = comment.span.end;
    }
    for id in tree.ids().filter(|id| tree.kind(*id) == Kind::Uncovered) {
        let span = tree.span(id);
        let at = tree.uncovered.partition_point(|region| region.span.end < span.end);
        if !tree.uncovered.get(at).is_some_and(|region| region.span.contains(span)) {
            return Err(format!("unlisted uncovered leaf: {:?}", span.text(source)));
        }
    }
    Ok(())
}

/// Every identifier of the source lies in exactly one leaf.
fn identifiers(tree: &Tree, source: &str) -> Result<(), String> {
    let mut leaves: Vec<Span> =
        tree.ids().filter(|id| tree.node(*id).next == id.0 + 1).map(|id| tree.span(id)).collect();
    leaves.retain(|span| !span.is_empty());
    for pair in leaves.windows(2) {
        if pair[1].start < pair[0].end {
            return Err(format!("leaves overlap: {:?} and {:?}", pair[0].text(source), pair[1].text(source)));
        }
    }
    for identifier in identifier_tokens(source, tree.language) {
        let at = leaves.partition_point(|leaf| leaf.end < identifier.end);
        if !leaves.get(at).is_some_and(|leaf| leaf.contains(identifier)) {
            let around = Span::new(identifier.start, source.len() as u32).text(source);
            let line = source[..identifier.start as usize].matches('\n').count() + 1;
            return Err(format!("identifier in no leaf, line {line}: {:?}", &around[..around.len().min(20)]));
        }
    }
    Ok(())
}

/// The identifiers as the grammar sees them; Rust's as its lexer does.
fn identifier_tokens(source: &str, language: Language) -> Vec<Span> {
    let grammar = match language {
        Language::Rust => return rust_identifiers(source),
        Language::Python => tree_sitter_python::LANGUAGE,
        Language::TypeScript => tree_sitter_typescript::LANGUAGE_TYPESCRIPT,
        Language::Tsx | Language::JavaScript => tree_sitter_typescript::LANGUAGE_TSX,
        _ => return Vec::new(),
    };
    let mut parser = tree_sitter::Parser::new();
    parser.set_language(&grammar.into()).expect("the grammar fits the parser");
    let tree = parser.parse(source, None).expect("nothing stops the parser");
    // In what the grammar cannot read even keywords look like identifiers.
    let keywords: &[&str] = if tree.root_node().has_error() {
        &[
            "async", "await", "const", "function", "if", "import", "let", "new", "return", "throw", "typeof",
            "var",
        ]
    } else {
        &[]
    };
    let mut cursor = tree.walk();
    let mut found = Vec::new();
    loop {
        let node = cursor.node();
        let is_identifier = node.child_count() == 0 && node.kind().ends_with("identifier");
        if is_identifier && !node.is_missing() && !keywords.contains(&&source[node.byte_range()]) {
            found.push(Span::new(node.start_byte() as u32, node.end_byte() as u32));
        }
        if cursor.goto_first_child() {
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                return found;
            }
        }
    }
}

/// The identifiers of Rust's tokens without keywords and lifetimes; none when there are no tokens.
fn rust_identifiers(source: &str) -> Vec<Span> {
    let tokens = source.strip_prefix('\u{feff}').unwrap_or(source);
    let mark = source.len() - tokens.len();
    let line = tokens.find('\n').filter(|_| tokens.starts_with("#!/")).unwrap_or(0);
    let mut found = Vec::new();
    if let Ok(tokens) = tokens[line..].parse() {
        collect_identifiers(tokens, (mark + line) as u32, source, &mut found);
    }
    proc_macro2::extra::invalidate_current_thread_spans();
    found
}

fn collect_identifiers(tokens: proc_macro2::TokenStream, base: u32, source: &str, found: &mut Vec<Span>) {
    use proc_macro2::TokenTree;
    // Some are keywords only where they stand.
    const WORDS: [&str; 6] = ["auto", "default", "doc", "raw", "safe", "union"];
    let mut lifetime = false;
    for tree in tokens {
        let apostrophe = matches!(&tree, TokenTree::Punct(punct) if punct.as_char() == '\'');
        match tree {
            TokenTree::Group(group) => collect_identifiers(group.stream(), base, source, found),
            TokenTree::Ident(ident) if !lifetime => {
                let bytes = ident.span().byte_range();
                let span = Span::new(base + bytes.start as u32, base + bytes.end as u32);
                let name = span.text(source);
                if syn::parse_str::<syn::Ident>(name).is_ok() && !WORDS.contains(&name) {
                    found.push(span);
                }
            }
            _ => {}
        }
        lifetime = apostrophe;
    }
}

fn range(span: Span) -> std::ops::Range<usize> {
    span.start as usize..span.end as usize
}
