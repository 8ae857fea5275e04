//! A small, careful CSS minifier: drops comments and needless white space, keeps every string and `url(…)` as written.
//!
//! It only removes what can never carry meaning: the space around `{ } ; ,`, after `:` inside a declaration, a trailing
//! `;`. Spaces around `+ - * / ( )` stay, because `calc()` and selectors such as `a :is(b)` need them.

/// Minifies a style sheet. Broken input comes out as it went in, only shorter.
pub(crate) fn minify(source: &str) -> String {
    let mut out = String::with_capacity(source.len());
    let mut rest = source;
    let mut space = false;
    while let Some(first) = rest.chars().next() {
        if rest.starts_with("/*") {
            rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
            space = true;
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_ascii_start();
            space = true;
        } else {
            let taken = token(rest);
            let (piece, after) = rest.split_at(taken);
            if space && !out.is_empty() && !drops_space(&out, first) {
                out.push(' ');
            }
            if first == '}' && out.ends_with(';') {
                out.pop();
            }
            out.push_str(piece);
            space = false;
            rest = after;
        }
    }
    out
}

/// Length of the next piece that must stay whole: a string, an unquoted `url(…)`, an escape, or one character.
fn token(rest: &str) -> usize {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    match rest.as_bytes().first() {
        Some(quote @ (b'"' | b'\'')) => closing(rest, *quote, 1),
        Some(b'\\') => first + rest[first..].chars().next().map_or(0, char::len_utf8),
        Some(b'u' | b'U') if rest.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("url(")) => {
            let inner = rest[4..].trim_ascii_start();
            if inner.starts_with(['"', '\'']) { 4 } else { closing(rest, b')', 4) }
        }
        _ => first,
    }
}

/// Index just behind the closing byte, escapes skipped; the whole rest when it never closes.
fn closing(rest: &str, close: u8, from: usize) -> usize {
    let bytes = rest.as_bytes();
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 2,
            found if *found == close => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// Whether the white space between what is written and the next character carries no meaning.
fn drops_space(out: &str, next: char) -> bool {
    if matches!(next, '{' | '}' | ';' | ',') {
        // A custom property may be declared empty (`--x: ;`): then the space is its value.
        return !(matches!(next, ';' | '}') && out.ends_with(':'));
    }
    if out.len() > 1 && out.as_bytes()[out.len() - 2] == b'\\' {
        return false;
    }
    match out.as_bytes().last() {
        Some(b'{' | b'}' | b';' | b',') => true,
        // `a: b` in a declaration, but never `a :hover` or `a: hover` in a selector of nested rules: only the space
        // after a colon goes, and a selector never has one there.
        Some(b':') => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::minify;

    #[test]
    fn drops_comments_and_space() {
        let css =
            "/* head */\n@layer base, ui;\n\na , b > c {\n  color : red;\n  margin: 0 auto; /* tail */\n}\n";
        assert_eq!(minify(css), "@layer base,ui;a,b > c{color :red;margin:0 auto}");
    }

    #[test]
    fn keeps_strings_and_urls() {
        let css = "a::after { content: \"  /* not a comment */ ; \"; background: url( x/*y.png ); }\nb{content:'\\'  }'}";
        assert_eq!(
            minify(css),
            "a::after{content:\"  /* not a comment */ ; \";background:url( x/*y.png )}b{content:'\\'  }'}"
        );
    }

    #[test]
    fn keeps_the_spaces_that_mean_something() {
        assert_eq!(minify("a :hover{width:calc( 1px + 2px )}"), "a :hover{width:calc( 1px + 2px )}");
        assert_eq!(
            minify("@media (width > 1px) and (hover) {a{b:c}}"),
            "@media (width > 1px) and (hover){a{b:c}}"
        );
        assert_eq!(minify("a{--x: ;--y: 1}"), "a{--x: ;--y:1}");
        assert_eq!(minify("a/* */b{c:d}"), "a b{c:d}");
        assert_eq!(minify(".sm\\: a{b:c}"), ".sm\\: a{b:c}");
        assert_eq!(minify(".a\\ b  .c{d:e}"), ".a\\ b .c{d:e}");
    }

    #[test]
    fn vietnamese_and_broken_input_survive() {
        assert_eq!(minify("a{content:\"Đã lưu\"} /* chưa xong"), "a{content:\"Đã lưu\"}");
        assert_eq!(minify("a{content:\"mở"), "a{content:\"mở");
    }
}
