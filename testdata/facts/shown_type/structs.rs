#[derive(Clone, Debug)]
pub struct Login<'a> {
    pub name: &'a str,
    pub password: Option<String>,
    pub key: Vec<u8>,
    pub pin: SecretString,
    pub attempts: u32,
}

#[derive(derive_more::Debug)]
struct Masked {
    #[debug(skip)]
    password: String,
    name: String,
}

#[cfg_attr(test, derive(Debug))]
struct InTests {
    password: String,
}

#[derive(Clone)]
struct ByHand {
    password: String,
}

impl std::fmt::Debug for ByHand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ByHand").finish_non_exhaustive()
    }
}

#[derive(Debug)]
struct Pair(String, String);

#[derive(Debug)]
enum Kind {
    Password(String),
}

impl fmt::Display for Login<'_> {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "{}", self.name)
    }
}
