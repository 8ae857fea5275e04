//! What a host may ask for, and why it may be refused.
//!
//! Invariant: a command that moves the stage carries what its sender had seen (`expect_seq`); when the stage has moved
//! since, it is refused, so a key pressed twice or on two devices moves the show once.

use super::PlayerNo;
use super::nickname::NicknameFault;
use serde::{Deserialize, Serialize};

/// The body of `POST /api/v1/live/{pin}/commands`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
#[serde(tag = "command", rename_all = "snake_case")]
pub enum Command {
    /// The one key: whatever comes next in this phase.
    Advance {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Announces the first question.
    Start {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Opens the announced question now.
    Open {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Takes no more answers.
    Close {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Gives more time to an open question.
    Extend {
        /// So many seconds, 1–300.
        seconds: u32,
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Shows what was right.
    Reveal {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Shows the table.
    Standings {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// To the next question, or after the last to the ceremony or the podium; in the ceremony one row.
    Next {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// From the table back to the reveal; in the ceremony one row back.
    Back {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Stops the clock.
    Pause {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Lets the clock go on with what was left.
    Resume {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Leaves this question out; it counts for nobody.
    Skip {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Asks the question again; what it gave is void.
    Reopen {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Ends the questions early: to the ceremony or the podium.
    Conclude {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Closes the room for good.
    Finish {
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
    /// Lets the public table stand still, or move again.
    Freeze {
        /// Stand still.
        on: bool,
    },
    /// Takes a player out of the room.
    Remove {
        /// Who.
        player: PlayerNo,
        /// Their device stays out.
        #[serde(default)]
        ban: bool,
    },
    /// Lets a removed player back in.
    Readmit {
        /// Who.
        player: PlayerNo,
    },
    /// Gives a player another nickname; the host's word stands above the filter.
    Rename {
        /// Who.
        player: PlayerNo,
        /// The new nickname.
        nickname: String,
    },
    /// Brings players of a knock-out back: the named seats, or the best so many of those who are out.
    Rescue {
        /// How many; the spec's number when absent.
        #[serde(default)]
        count: Option<u32>,
        /// These seats.
        #[serde(default)]
        seats: Vec<PlayerNo>,
        /// The newest event the sender had seen.
        #[serde(default)]
        expect_seq: Option<u64>,
    },
}

impl Command {
    /// Whether a projector that a host let in may ask for this as well: what a clicker does, and no more. It names what
    /// was seen, so nothing moves twice; nobody is taken out, nothing voided, nothing ended for good by it.
    #[must_use]
    pub fn is_a_clickers(&self) -> bool {
        matches!(
            self,
            Self::Advance { expect_seq: Some(_) }
                | Self::Back { expect_seq: Some(_) }
                | Self::Pause { expect_seq: Some(_) }
                | Self::Resume { expect_seq: Some(_) }
        )
    }

    /// What the sender had seen, where the command moves the stage.
    #[must_use]
    pub fn expect_seq(&self) -> Option<u64> {
        match self {
            Self::Advance { expect_seq }
            | Self::Start { expect_seq }
            | Self::Open { expect_seq }
            | Self::Close { expect_seq }
            | Self::Extend { expect_seq, .. }
            | Self::Reveal { expect_seq }
            | Self::Standings { expect_seq }
            | Self::Next { expect_seq }
            | Self::Back { expect_seq }
            | Self::Pause { expect_seq }
            | Self::Resume { expect_seq }
            | Self::Skip { expect_seq }
            | Self::Reopen { expect_seq }
            | Self::Conclude { expect_seq }
            | Self::Finish { expect_seq }
            | Self::Rescue { expect_seq, .. } => *expect_seq,
            Self::Freeze { .. } | Self::Remove { .. } | Self::Readmit { .. } | Self::Rename { .. } => None,
        }
    }
}

/// Why a command is refused. Nothing changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not in this phase.
    #[error("Lúc này chưa làm được việc đó.")]
    WrongPhase,
    /// The stage has moved since the sender looked.
    #[error("Màn hình đã chuyển bước rồi; lệnh này được bỏ qua.")]
    Stale,
    /// The sender has seen more than this node: read the log and decide again.
    #[error("Máy chủ đang đọc lại diễn biến, hãy bấm lại.")]
    Behind,
    /// The clock stands already.
    #[error("Đồng hồ đang dừng.")]
    AlreadyPaused,
    /// The clock runs.
    #[error("Đồng hồ đang chạy.")]
    NotPaused,
    /// Out of 1–300 seconds.
    #[error("Mỗi lần thêm từ 1 đến 300 giây.")]
    BadSeconds,
    /// The table is as asked.
    #[error("Bảng xếp hạng đã ở trạng thái đó.")]
    AlreadySo,
    /// Removed before.
    #[error("Người chơi này đã bị mời ra.")]
    AlreadyRemoved,
    /// Not removed.
    #[error("Người chơi này không bị mời ra.")]
    NotRemoved,
    /// Nobody has that number.
    #[error("Không có người chơi mang số này.")]
    UnknownPlayer,
    /// A nickname that cannot be shown.
    #[error("{0}")]
    BadNickname(NicknameFault),
    /// The room is no knock-out.
    #[error("Phòng này không chơi loại trực tiếp.")]
    NotKnockout,
    /// The room is a knock-out.
    #[error("Phòng loại trực tiếp không đóng băng bảng xếp hạng.")]
    InKnockout,
    /// All rescue rounds are used.
    #[error("Đã hết lượt cứu trợ.")]
    NoRescueLeft,
    /// Nobody to bring back.
    #[error("Không có ai để cứu trợ.")]
    NobodyToRescue,
    /// Nobody is left in the knock-out: rescue or conclude.
    #[error("Không còn ai trên sàn: hãy cứu trợ hoặc kết thúc.")]
    NobodyLeft,
    /// The room is over.
    #[error("Phòng đã kết thúc.")]
    Finished,
}

impl Refusal {
    /// A stable code for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPhase => "live_wrong_phase",
            Self::Stale => "live_stale",
            Self::Behind => "live_behind",
            Self::AlreadyPaused => "live_already_paused",
            Self::NotPaused => "live_not_paused",
            Self::BadSeconds => "live_bad_seconds",
            Self::AlreadySo => "live_already_so",
            Self::AlreadyRemoved => "live_already_removed",
            Self::NotRemoved => "live_not_removed",
            Self::UnknownPlayer => "live_unknown_player",
            Self::BadNickname(_) => "live_bad_nickname",
            Self::NotKnockout => "live_not_knockout",
            Self::InKnockout => "live_in_knockout",
            Self::NoRescueLeft => "live_no_rescue_left",
            Self::NobodyToRescue => "live_nobody_to_rescue",
            Self::NobodyLeft => "live_nobody_left",
            Self::Finished => "live_finished",
        }
    }
}
