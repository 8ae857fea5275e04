//! Every text people read, in Vietnamese and English, as plain statics.
//!
//! One file per part of the product. The macro `texts!` asks for both languages side by side, so a missing text is a
//! compile error. Each part is its own static: an island that uses one part does not carry the others to the phone.

use crate::model::Lang;

/// A phrase built around a number.
pub type Count = fn(u64) -> String;
/// A phrase built around a word.
pub type Say = fn(&str) -> String;
/// The label of a stored code.
pub type Label = fn(&str) -> &'static str;

/// Type of a text: `&'static str` unless said otherwise.
macro_rules! text_type {
    () => { &'static str };
    ($ty:ty) => { $ty };
}

/// Declares a catalogue part: its struct, and its `VI` and `EN` statics.
macro_rules! texts {
    ($(#[$meta:meta])* $name:ident { $($field:ident $(: $ty:ty)? = $vi:expr, $en:expr;)+ }) => {
        $(#[$meta])*
        #[derive(Debug)]
        pub struct $name {
            $(#[doc = concat!("`", stringify!($en), "`")] pub $field: text_type!($($ty)?),)+
        }
        /// Vietnamese.
        pub static VI: $name = $name { $($field: $vi,)+ };
        /// English.
        pub static EN: $name = $name { $($field: $en,)+ };
        /// This part in the given language.
        #[must_use]
        pub fn t(lang: $crate::model::Lang) -> &'static $name {
            match lang {
                $crate::model::Lang::Vi => &VI,
                $crate::model::Lang::En => &EN,
            }
        }
    };
}

pub mod console;
pub mod contest;
pub mod error;
pub mod format;
pub mod frame;
pub mod home;
pub mod join;
pub mod live;
pub mod live_host;
pub mod live_rooms;
pub mod live_screen;
pub mod me;
pub mod paper;
pub mod people;
pub mod practice;
pub mod privacy;
pub mod result;
pub mod standings;

/// The whole catalogue in one language.
#[derive(Debug)]
pub struct Texts {
    /// Around every page.
    pub frame: &'static frame::Frame,
    /// Home and the contest cards.
    pub home: &'static home::Home,
    /// Contest page.
    pub contest: &'static contest::ContestTexts,
    /// Join form.
    pub join: &'static join::Join,
    /// Question forms and the review before submitting.
    pub paper: &'static paper::Paper,
    /// Result.
    pub result: &'static result::ResultTexts,
    /// Standings.
    pub standings: &'static standings::Standings,
    /// Practice.
    pub practice: &'static practice::Practice,
    /// My data.
    pub me: &'static me::Me,
    /// Change person, personal code, farewell.
    pub people: &'static people::People,
    /// What can go wrong.
    pub error: &'static error::Errors,
    /// The privacy page.
    pub privacy: &'static privacy::Privacy,
    /// The organiser's pages.
    pub console: &'static console::Console,
    /// A live contest's way in.
    pub live: &'static live::Live,
    /// The projector.
    pub live_screen: &'static live_screen::LiveScreen,
    /// The host's device.
    pub live_host: &'static live_host::LiveHost,
    /// Rooms and how they are made.
    pub live_rooms: &'static live_rooms::LiveRooms,
}

macro_rules! catalogue {
    ($lang:ident) => {
        Texts {
            frame: &frame::$lang,
            home: &home::$lang,
            contest: &contest::$lang,
            join: &join::$lang,
            paper: &paper::$lang,
            result: &result::$lang,
            standings: &standings::$lang,
            practice: &practice::$lang,
            me: &me::$lang,
            people: &people::$lang,
            error: &error::$lang,
            privacy: &privacy::$lang,
            console: &console::$lang,
            live: &live::$lang,
            live_screen: &live_screen::$lang,
            live_host: &live_host::$lang,
            live_rooms: &live_rooms::$lang,
        }
    };
}

/// Vietnamese.
pub static VI: Texts = catalogue!(VI);
/// English.
pub static EN: Texts = catalogue!(EN);

/// The catalogue in the given language.
#[must_use]
pub fn t(lang: Lang) -> &'static Texts {
    match lang {
        Lang::Vi => &VI,
        Lang::En => &EN,
    }
}
