/// Use `dbg!` to look into it.
pub fn total(lines: &[u32]) -> u32 {
    let sum = dbg!(lines.iter().sum());
    std::dbg!(sum);
    dbg(sum);
    println!("no part of this");
    sum
}

#[cfg(test)]
mod tests {
    #[test]
    fn adds() {
        dbg!(super::total(&[1]));
    }
}
