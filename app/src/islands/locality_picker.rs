//! Finds one of many places by typing a few letters, accents or not.
//!
//! The server renders an ordinary `<select>` grouped by old district. Alive, a combobox stands in its place and sets
//! that same select, so the form posts the same field either way. Nothing is downloaded twice: each option carries its
//! folded words in `data-find`. The language is the page's own.

#[cfg(any(feature = "ssr", feature = "hydrate"))]
use leptos::prelude::*;

/// A combobox over the `<select>` among its children. One of them on a page.
#[cfg(feature = "ssr")]
#[component]
pub fn LocalityPicker(
    /// The select, each option with its folded words in `data-find`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="picker">
            {children()}
            <input
                class="input picker-input"
                type="text"
                hidden
                role="combobox"
                aria-expanded="false"
                aria-autocomplete="list"
                aria-controls="picker-list"
                autocomplete="off"
                autocapitalize="off"
                spellcheck="false"
            />
            <ul class="picker-list card" id="picker-list" role="listbox" hidden></ul>
            <p class="sr picker-say" role="status"></p>
            <PickerLife />
        </div>
    }
}

/// Wakes the picker on the phone; renders nothing.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
#[island]
pub fn PickerLife() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    combo::begin();
}

/// Wakes the picker of a page of live contests, if it has one.
#[cfg(feature = "live")]
pub fn begin() {
    combo::begin();
}

/// Whether every word of the query begins some word of `find`. Both are folded already.
#[cfg(any(feature = "hydrate", feature = "live", test))]
fn fits(find: &str, query: &str) -> bool {
    query.split(' ').filter(|w| !w.is_empty()).all(|q| find.split(' ').any(|word| word.starts_with(q)))
}

#[cfg(any(feature = "hydrate", feature = "live"))]
mod combo {
    //! The combobox itself (ARIA 1.2 pattern), straight on the DOM: its list is the only thing that ever changes.

    use super::fits;
    use crate::islands::words::{PlaceWords, place_words, sort};
    use crate::islands::{dom, store};
    use std::cell::{Cell, RefCell};
    use std::rc::Rc;
    use wasm_bindgen::JsCast;
    use web_sys::{Element, HtmlInputElement, HtmlOptionElement, HtmlSelectElement, KeyboardEvent};

    /// Results shown at once.
    const MOST: usize = 8;
    /// Where the latest choices are kept.
    const RECENT: &str = "nhs:recent-localities";

    struct Place {
        value: String,
        text: String,
        find: String,
        /// Outside every group: "outside the province" and the like, offered whatever was typed.
        always: bool,
    }

    struct Combo {
        select: HtmlSelectElement,
        input: HtmlInputElement,
        list: Element,
        say: Option<Element>,
        places: Vec<Place>,
        shown: RefCell<Vec<usize>>,
        active: Cell<Option<usize>>,
        words: &'static PlaceWords,
    }

    /// Puts the combobox in the select's place.
    pub(super) fn begin() {
        let (Some(select), Some(input), Some(list)) = (
            dom::find::<HtmlSelectElement>(".picker select"),
            dom::find::<HtmlInputElement>(".picker-input"),
            dom::find::<Element>(".picker-list"),
        ) else {
            return;
        };
        let words = place_words(dom::english());
        take_over(&select, &input, words);
        _ = list.set_attribute("aria-label", words.find_place);
        let places =
            dom::find_all::<HtmlOptionElement>(".picker select option").iter().filter_map(place).collect();
        let combo = Rc::new(Combo {
            select,
            input,
            list,
            say: dom::find(".picker-say"),
            places,
            shown: RefCell::default(),
            active: Cell::new(None),
            words,
        });
        combo.settle();
        listen(&combo);
    }

    /// The input answers to the select's label and wishes; the select stays in the form, out of sight and reach.
    fn take_over(select: &HtmlSelectElement, input: &HtmlInputElement, words: &PlaceWords) {
        let id = select.id();
        if !id.is_empty() {
            _ = select.remove_attribute("id");
            input.set_id(&id);
        }
        for name in ["aria-describedby", "aria-invalid", "aria-labelledby", "aria-label", "autofocus"] {
            if let Some(value) = select.get_attribute(name) {
                _ = input.set_attribute(name, &value);
            }
        }
        input.set_required(select.required());
        select.set_required(false);
        _ = select.set_attribute("tabindex", "-1");
        _ = select.set_attribute("aria-hidden", "true");
        _ = select.class_list().add_1("picker-native");
        input.set_placeholder(words.find_place);
        input.set_hidden(false);
    }

    fn place(option: &HtmlOptionElement) -> Option<Place> {
        let value = option.value();
        if value.is_empty() {
            return None;
        }
        let single = option.parent_element().is_some_and(|p| p.tag_name() == "SELECT");
        let coded = value.contains(':');
        if single && coded {
            // The present choice, shown first for those without this list; it stands in its group as well.
            return None;
        }
        let text = option.text();
        let find = option.get_attribute("data-find").unwrap_or_else(|| fold(&text));
        let always = !coded;
        Some(Place { value, text, find, always })
    }

    /// Small letters without marks: what the server did to `data-find`.
    fn fold(text: &str) -> String {
        let plain: String = js_sys::JsString::from(text).to_lower_case().normalize("NFD").into();
        let letters = plain.chars().filter(|c| !('\u{300}'..='\u{36f}').contains(c));
        letters
            .map(|c| {
                if c == 'đ' {
                    'd'
                } else if c.is_ascii_alphanumeric() {
                    c
                } else {
                    ' '
                }
            })
            .collect()
    }

    fn listen(combo: &Rc<Combo>) {
        let c = Rc::clone(combo);
        dom::listen(&combo.input, "input", move |_| c.show());
        let c = Rc::clone(combo);
        dom::listen(&combo.input, "focus", move |_| {
            c.input.select();
            c.show();
        });
        let c = Rc::clone(combo);
        dom::listen(&combo.input, "click", move |_| {
            if c.shown.borrow().is_empty() {
                c.show();
            }
        });
        let c = Rc::clone(combo);
        dom::listen(&combo.input, "blur", move |_| c.leave());
        let c = Rc::clone(combo);
        dom::listen(&combo.input, "keydown", move |event| {
            if let Some(key) = event.dyn_ref::<KeyboardEvent>() {
                c.key(key);
            }
        });
        // The finger going down on a result must not take the focus, or the list would close before the tap counts.
        dom::listen(&combo.list, "pointerdown", |event| event.prevent_default());
        dom::listen(&combo.list, "mousedown", |event| event.prevent_default());
        let c = Rc::clone(combo);
        dom::listen(&combo.list, "click", move |event| {
            let row = event
                .target()
                .and_then(|t| t.dyn_into::<Element>().ok())
                .and_then(|t| t.closest("li").ok()?);
            if let Some(n) = row.and_then(|row| row.get_attribute("data-n")?.parse().ok()) {
                c.choose(n);
            }
        });
    }

    impl Combo {
        fn recent(&self) -> Vec<usize> {
            let kept = store::get(RECENT).unwrap_or_default();
            kept.split(' ').filter_map(|v| self.places.iter().position(|p| p.value == v)).collect()
        }

        fn remember(&self, value: &str) {
            let mut values = vec![value.to_owned()];
            let before = self.recent().into_iter().map(|i| self.places[i].value.clone());
            values.extend(before.filter(|v| v != value));
            values.truncate(3);
            store::set(RECENT, &values.join(" "));
        }

        /// Text of the place the select holds.
        fn chosen_text(&self) -> String {
            let value = self.select.value();
            self.places.iter().find(|p| p.value == value).map(|p| p.text.clone()).unwrap_or_default()
        }

        /// Shows the select's own choice in the input.
        fn settle(&self) {
            self.input.set_value(&self.chosen_text());
        }

        fn matching(&self) -> Vec<usize> {
            let typed = self.input.value();
            let query = fold(&typed);
            let indices = 0..self.places.len();
            if query.trim().is_empty() || typed == self.chosen_text() {
                let mut found = self.recent();
                found.extend(indices.filter(|i| self.places[*i].always));
                found.dedup();
                return found;
            }
            let mut found: Vec<usize> = indices.filter(|i| fits(&self.places[*i].find, &query)).collect();
            // The shortest name is the one meant in full; recent ones come before all.
            let recent = self.recent();
            let key = |i: &usize| (!recent.contains(i), self.places[*i].text.len());
            sort(&mut found, |a, b| key(a) < key(b));
            found.truncate(MOST);
            found
        }

        fn show(&self) {
            let found = self.matching();
            self.list.set_text_content(None);
            let Some(document) = dom::document() else { return };
            for (n, i) in found.iter().enumerate() {
                let Ok(row) = document.create_element("li") else { return };
                row.set_id(&["place-", &n.to_string()].concat());
                _ = row.set_attribute("role", "option");
                _ = row.set_attribute("data-n", &n.to_string());
                _ = row.set_attribute("aria-selected", "false");
                row.set_text_content(Some(&self.places[*i].text));
                _ = self.list.append_child(&row);
            }
            let empty = found.is_empty();
            let asked = !self.input.value().trim().is_empty();
            if let Some(say) = &self.say {
                let count = [&found.len().to_string(), " ", self.words.places_found].concat();
                let text = if !asked {
                    ""
                } else if empty {
                    self.words.no_place
                } else {
                    &count
                };
                say.set_text_content(Some(text));
                // Nothing found is for every eye, not only for those who listen.
                _ = say.class_list().toggle_with_force("seen", empty && asked);
            }
            self.expanded(!empty);
            self.shown.replace(found);
            self.point(None);
        }

        fn expanded(&self, open: bool) {
            _ = self.list.toggle_attribute_with_force("hidden", !open);
            _ = self.input.set_attribute("aria-expanded", if open { "true" } else { "false" });
        }

        fn close(&self) {
            self.shown.borrow_mut().clear();
            self.expanded(false);
            self.point(None);
            if let Some(say) = &self.say {
                say.set_text_content(None);
            }
        }

        /// Marks the row that Enter would choose.
        fn point(&self, to: Option<usize>) {
            let rows = self.list.children();
            for n in 0..rows.length() {
                if let Some(row) = rows.item(n) {
                    let on = to.is_some_and(|t| u32::try_from(t) == Ok(n));
                    _ = row.set_attribute("aria-selected", if on { "true" } else { "false" });
                    if on {
                        _ = self.input.set_attribute("aria-activedescendant", &row.id());
                        row.scroll_into_view_with_bool(false);
                    }
                }
            }
            if to.is_none() {
                _ = self.input.remove_attribute("aria-activedescendant");
            }
            self.active.set(to);
        }

        fn key(&self, event: &KeyboardEvent) {
            let count = self.shown.borrow().len();
            match event.key().as_str() {
                "ArrowDown" | "ArrowUp" => {
                    event.prevent_default();
                    if count == 0 {
                        self.show();
                        return;
                    }
                    let down = event.key() == "ArrowDown";
                    let to = match (self.active.get(), down) {
                        (None, true) => 0,
                        (None, false) => count - 1,
                        (Some(n), true) => (n + 1) % count,
                        (Some(n), false) => (n + count - 1) % count,
                    };
                    self.point(Some(to));
                }
                "Enter" if count > 0 => {
                    // With a list open, Enter chooses; only afterwards does it send the form.
                    event.prevent_default();
                    self.choose(self.active.get().unwrap_or(0));
                }
                "Escape" if count > 0 => {
                    event.prevent_default();
                    self.settle();
                    self.close();
                }
                _ => {}
            }
        }

        fn choose(&self, n: usize) {
            let chosen = self.shown.borrow().get(n).copied();
            let Some(place) = chosen.map(|i| &self.places[i]) else { return };
            self.set(&place.value);
            self.remember(&place.value);
            self.settle();
            self.close();
        }

        fn set(&self, value: &str) {
            if self.select.value() != value {
                self.select.set_value(value);
                if let Ok(event) = web_sys::Event::new("change") {
                    _ = self.select.dispatch_event(&event);
                }
            }
        }

        /// The focus goes elsewhere: what stands in the input must be what the form will send.
        fn leave(&self) {
            if self.input.value().trim().is_empty() {
                self.set("");
            } else if self.input.value() != self.chosen_text() && self.shown.borrow().len() == 1 {
                self.choose(0);
            }
            self.settle();
            self.close();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn every_typed_word_begins_a_word() {
        let find = "phuong quy nhon nam pqnn qn nam";
        assert!(fits(find, "quy nhon"));
        assert!(fits(find, "qn nam"));
        assert!(fits(find, "nh qu"));
        assert!(fits(find, "  "));
        assert!(!fits(find, "quy nhon bac"));
        assert!(!fits(find, "hon"));
    }
}
