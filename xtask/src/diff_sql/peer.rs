//! What the other parser says, in the words of the comparison.

use super::Reading;
use super::ours::squeezed;
use review_facts::{Operation, Span, Word};
use squawk_syntax::ast::{
    AlterIndexAction, AlterTable, AlterTableAction, AstNode, Column, ColumnClause, ColumnConstraint,
    CreateIndex, CreatePolicy, Expr, Persistence, Stmt, TableArg, TableArgList,
};
use squawk_syntax::{SourceFile, SyntaxKind, SyntaxNode};

/// Why a text was refused, and where, in bytes from 0.
pub struct Refusal {
    pub at: u32,
    pub message: String,
}

/// The statements of a text.
pub fn read(text: &str) -> Result<Vec<Reading>, Refusal> {
    let parse = SourceFile::parse(text);
    if let Some(error) = parse.errors().first() {
        return Err(Refusal { at: error.range().start().into(), message: error.message().to_owned() });
    }
    let statements = parse.tree().stmts().filter(|statement| !matches!(statement, Stmt::EmptyStmt(_)));
    Ok(statements
        .map(|statement| Reading { span: span(statement.syntax()), facts: facts(&statement) })
        .collect())
}

/// From the first token to the last, without comments around it and without the semicolon.
fn span(node: &SyntaxNode) -> Span {
    let tokens = node.descendants_with_tokens().filter_map(|element| element.into_token());
    let mut ranges = tokens
        .filter(|token| {
            !matches!(token.kind(), SyntaxKind::WHITESPACE | SyntaxKind::COMMENT | SyntaxKind::SEMICOLON)
        })
        .map(|token| token.text_range());
    let Some(first) = ranges.next() else { return Span::default() };
    let last = ranges.last().unwrap_or(first);
    Span::new(first.start().into(), last.end().into())
}

fn facts(statement: &Stmt) -> Vec<String> {
    let names = |operation: Operation, names: Vec<String>| {
        let mut facts = vec![operation.word().to_owned()];
        facts.extend(names);
        facts
    };
    match statement {
        Stmt::CreateTable(create) => {
            let table = shown(&create.table_name());
            let facts = table_facts(table, &create.persistence(), create.table_arg_list());
            names(Operation::CreateTable, facts)
        }
        Stmt::CreateForeignTable(create) => names(
            Operation::CreateTable,
            table_facts(shown(&create.table_name()), &None, create.table_arg_list()),
        ),
        Stmt::CreateTableAs(create) => {
            names(Operation::CreateTable, vec![shown(&create.table_name()), temporary(&create.persistence())])
        }
        Stmt::SelectInto(select) => {
            let into = select.into_clause();
            let table = shown(&into.as_ref().and_then(|into| into.table_name()));
            let persistence = into.and_then(|into| into.persistence());
            names(Operation::CreateTable, vec![table, temporary(&persistence)])
        }
        Stmt::AlterTable(alter) => alter_facts(alter),
        Stmt::CreateIndex(create) => names(Operation::CreateIndex, index_facts(create)),
        Stmt::CreatePolicy(create) => names(Operation::CreatePolicy, policy_facts(create)),
        Stmt::AlterPolicy(alter) => {
            let on = shown(&alter.on_table().and_then(|on| on.table_name_ref()));
            names(Operation::AlterPolicy, vec![format!("{} on {on}", shown(&alter.policy_ref()))])
        }
        Stmt::DropPolicy(drop) => {
            let on = shown(&drop.on_table().and_then(|on| on.table_name_ref()));
            names(Operation::DropPolicy, vec![format!("{} on {on}", shown(&drop.policy_ref()))])
        }
        Stmt::DropTable(drop) => names(Operation::DropTable, each(drop.table_name_refs())),
        Stmt::DropIndex(drop) => names(Operation::DropIndex, each(drop.index_refs())),
        Stmt::DropView(drop) => names(Operation::DropView, each(drop.view_refs())),
        Stmt::DropMaterializedView(drop) => names(Operation::DropView, each(drop.view_refs())),
        Stmt::DropDomain(drop) => names(Operation::DropType, each(drop.domain_refs())),
        Stmt::DropType(drop) => names(Operation::DropType, each(drop.type_name_refs())),
        Stmt::DropSchema(drop) => names(Operation::DropSchema, each(drop.schema_refs())),
        Stmt::AlterIndex(alter) => match alter.action() {
            Some(AlterIndexAction::IndexRenameTo(rename)) => names(
                Operation::RenameIndex,
                vec![format!("{} to {}", shown(&alter.index_ref()), shown(&rename.index()))],
            ),
            _ => names(Operation::AlterOther, Vec::new()),
        },
        Stmt::AlterType(alter) => names(type_operation(alter.syntax()), Vec::new()),
        Stmt::Select(select) if select.with_clause().is_none() => names(Operation::Query, Vec::new()),
        Stmt::Update(update) => {
            let name = update.relation_name().and_then(|name| name.relation_name_ref());
            names(Operation::Update, vec![shown(&name)])
        }
        Stmt::Insert(insert) => names(Operation::Insert, vec![shown(&insert.relation_name_ref())]),
        _ => operation(statement).map_or_else(Vec::new, |operation| names(operation, Vec::new())),
    }
}

/// `ALTER TYPE` by what stands behind the name.
fn type_operation(node: &SyntaxNode) -> Operation {
    let text = node.text().to_string().to_ascii_uppercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    match words.get(3..5) {
        Some(["ADD", "VALUE"]) => Operation::AddEnumValue,
        Some(["RENAME", "TO"]) => Operation::RenameType,
        _ => Operation::AlterType,
    }
}

/// The operation of statements of which nothing else is compared; none for those that are not compared.
fn operation(statement: &Stmt) -> Option<Operation> {
    Some(match statement {
        Stmt::CreateView(_) | Stmt::CreateMaterializedView(_) => Operation::CreateView,
        Stmt::CreateType(_) | Stmt::CreateDomain(_) => Operation::CreateType,
        Stmt::CreateFunction(_) | Stmt::CreateProcedure(_) => Operation::CreateFunction,
        Stmt::DropFunction(_) | Stmt::DropProcedure(_) | Stmt::DropRoutine(_) => Operation::DropFunction,
        Stmt::CreateTrigger(_) | Stmt::CreateEventTrigger(_) => Operation::CreateTrigger,
        Stmt::DropTrigger(_) | Stmt::DropEventTrigger(_) => Operation::DropTrigger,
        Stmt::CreateSchema(_) => Operation::CreateSchema,
        Stmt::CreateExtension(_) => Operation::CreateExtension,
        Stmt::DropExtension(_) => Operation::DropExtension,
        Stmt::CreateSequence(_) => Operation::CreateSequence,
        Stmt::DropSequence(_) => Operation::DropSequence,
        Stmt::AlterSequence(_) | Stmt::AlterFunction(_) | Stmt::AlterView(_) | Stmt::AlterRole(_) => {
            Operation::AlterOther
        }
        Stmt::AlterSchema(_)
        | Stmt::AlterTrigger(_)
        | Stmt::AlterExtension(_)
        | Stmt::AlterPublication(_) => Operation::AlterOther,
        Stmt::CreateRole(_) | Stmt::CreateUser(_) | Stmt::CreateRule(_) | Stmt::CreatePublication(_) => {
            Operation::CreateOther
        }
        Stmt::CreateAggregate(_) | Stmt::CreateCollation(_) | Stmt::CreateOperator(_) => {
            Operation::CreateOther
        }
        Stmt::DropAggregate(_) | Stmt::DropRole(_) | Stmt::DropOperator(_) | Stmt::DropRule(_) => {
            Operation::DropOther
        }
        Stmt::Grant(_) | Stmt::Revoke(_) | Stmt::AlterDefaultPrivileges(_) => Operation::Grant,
        Stmt::CommentOn(_) => Operation::Comment,
        Stmt::Delete(_) | Stmt::Truncate(_) => Operation::Delete,
        Stmt::Do(_) | Stmt::Call(_) => Operation::Block,
        Stmt::Set(_) | Stmt::Begin(_) | Stmt::Commit(_) | Stmt::Rollback(_) | Stmt::Analyze(_) => {
            Operation::Setting
        }
        Stmt::Vacuum(_) | Stmt::Refresh(_) | Stmt::Lock(_) | Stmt::Reindex(_) => Operation::Setting,
        Stmt::Values(_) | Stmt::CompoundSelect(_) | Stmt::ParenSelect(_) | Stmt::Show(_) => Operation::Query,
        _ => return None,
    })
}

fn table_facts(
    table: String,
    persistence: &Option<Persistence>,
    elements: Option<TableArgList>,
) -> Vec<String> {
    let mut facts = vec![table, temporary(persistence)];
    let mut constraints = 0;
    for element in elements.iter().flat_map(|list| list.args()) {
        match element {
            TableArg::Column(column) => facts.push(column_facts(&column)),
            TableArg::TableConstraint(_) => constraints += 1,
            TableArg::LikeClause(_) => {}
        }
    }
    facts.push(format!("constraints {constraints}"));
    facts
}

fn temporary(persistence: &Option<Persistence>) -> String {
    let text = written(persistence).to_ascii_uppercase();
    format!("temporary {}", text.contains("TEMP"))
}

fn column_facts(column: &Column) -> String {
    let (mut not_null, mut default, mut primary, mut unique) = (false, false, false, false);
    let mut references = None;
    for clause in column.clauses() {
        let ColumnClause::ColumnConstraint(constraint) = clause else { continue };
        match constraint {
            ColumnConstraint::NotNullConstraint(_) => not_null = true,
            ColumnConstraint::DefaultConstraint(_) => default = true,
            ColumnConstraint::PrimaryKeyConstraint(_) => primary = true,
            ColumnConstraint::UniqueConstraint(_) => unique = true,
            ColumnConstraint::ReferencesConstraint(constraint) => references = constraint.table(),
            _ => {}
        }
    }
    format!(
        "{}: {} not-null {not_null} default {default} primary {primary} unique {unique} references {}",
        shown(&column.name()),
        squeezed(&written(&column.ty())),
        shown(&references)
    )
}

fn alter_facts(alter: &AlterTable) -> Vec<String> {
    let actions: Vec<AlterTableAction> = alter.actions().collect();
    let table = shown(&alter.table_relation_name().and_then(|name| name.table_name_ref()));
    let mut facts = vec![format!("alter {table}, {} actions", actions.len())];
    facts.extend(actions.iter().map(action_facts));
    facts
}

fn action_facts(action: &AlterTableAction) -> String {
    let none = String::new;
    let (operation, object, new_name, forced) = match action {
        AlterTableAction::AddColumn(add) => (Operation::AddColumn, shown(&add.column_name()), none(), false),
        AlterTableAction::DropColumn(drop) => {
            (Operation::DropColumn, shown(&drop.column_name_ref()), none(), false)
        }
        AlterTableAction::AlterColumn(alter) => {
            (Operation::AlterColumn, shown(&alter.column_name_ref()), none(), false)
        }
        AlterTableAction::RenameColumn(rename) => {
            (Operation::RenameColumn, shown(&rename.column_name_ref()), shown(&rename.column_name()), false)
        }
        AlterTableAction::AddConstraint(_) => (Operation::AddConstraint, none(), none(), false),
        AlterTableAction::DropConstraint(drop) => {
            (Operation::DropConstraint, shown(&drop.constraint_name_ref()), none(), false)
        }
        AlterTableAction::RenameConstraint(rename) => (
            Operation::RenameConstraint,
            shown(&rename.constraint_name_ref()),
            shown(&rename.constraint_name()),
            false,
        ),
        AlterTableAction::TableRenameTo(rename) => {
            (Operation::RenameTable, none(), shown(&rename.table_name()), false)
        }
        AlterTableAction::EnableRls(_) => (Operation::EnableRls, none(), none(), false),
        AlterTableAction::DisableRls(_) => (Operation::DisableRls, none(), none(), false),
        AlterTableAction::ForceRls(_) => (Operation::EnableRls, none(), none(), true),
        AlterTableAction::NoForceRls(_) => (Operation::DisableRls, none(), none(), true),
        _ => (Operation::AlterTable, none(), none(), false),
    };
    format!("{} {object} {new_name} {forced}", operation.word())
}

fn index_facts(create: &CreateIndex) -> Vec<String> {
    let table = create.table_relation_name().and_then(|name| name.table_name_ref());
    let items = create.partition_item_list().into_iter().flat_map(|list| list.partition_items());
    let columns: Vec<String> = items
        .map(|item| match item.expr() {
            Some(Expr::NameRef(name)) => fold(&name.syntax().text().to_string()),
            _ => String::new(),
        })
        .collect();
    vec![
        format!("index {} on {}", shown(&create.index()), shown(&table)),
        columns.join(","),
        format!(
            "unique {} concurrently {}",
            create.unique_token().is_some(),
            create.concurrently_token().is_some()
        ),
        format!("partial {}", create.where_clause().is_some()),
    ]
}

fn policy_facts(create: &CreatePolicy) -> Vec<String> {
    let on = shown(&create.on_table().and_then(|on| on.table_name_ref()));
    let roles = create.policy_roles().and_then(|roles| roles.role_ref_list());
    let roles = roles.map(|list| each(list.role_refs())).unwrap_or_default();
    let command = create.policy_command().and_then(|command| command.command());
    let restrictive = written(&create.as_policy_type()).to_ascii_lowercase().contains("restrictive");
    let using = create.using_expr_clause().and_then(|clause| clause.expr());
    let check = create.with_check_expr_clause().and_then(|clause| clause.expr());
    vec![
        format!("{} on {on}", shown(&create.policy())),
        format!("for {} to {}", written(&command).to_ascii_lowercase(), roles.join(",")),
        format!("restrictive {restrictive}"),
        format!("using {}", squeezed(&written(&using))),
        format!("check {}", squeezed(&written(&check))),
    ]
}

fn each<N: AstNode>(nodes: impl Iterator<Item = N>) -> Vec<String> {
    nodes.map(|node| fold(&node.syntax().text().to_string())).collect()
}

fn shown(node: &Option<impl AstNode>) -> String {
    fold(&written(node))
}

fn written(node: &Option<impl AstNode>) -> String {
    node.as_ref().map(|node| node.syntax().text().to_string()).unwrap_or_default()
}

/// A dotted name in lower case, except for what stands in quotes.
fn fold(name: &str) -> String {
    let mut folded = String::new();
    let mut quoted = false;
    let mut letters = name.trim().chars().peekable();
    while let Some(letter) = letters.next() {
        if letter == '"' && quoted && letters.peek() == Some(&'"') {
            folded.push('"');
            letters.next();
        } else if letter == '"' {
            quoted = !quoted;
        } else if quoted {
            folded.push(letter);
        } else if !letter.is_whitespace() {
            folded.push(letter.to_ascii_lowercase());
        }
    }
    folded
}
