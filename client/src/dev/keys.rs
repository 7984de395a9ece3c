//! Keys that mean something while the app is served, where there is a terminal.

use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io::{IsTerminal, Read};
use tokio::sync::mpsc::{self, UnboundedReceiver};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    Reload,
    Open,
    Dashboard,
    Install,
    Quit,
}

/// Dropping it gives the terminal back as it was.
pub(super) struct Keys {
    pressed: UnboundedReceiver<Key>,
    before: Option<Termios>,
}

impl Keys {
    /// Listens if this is wanted and standard input is a terminal that this process may read.
    pub(super) fn listen(is_wanted: bool) -> Self {
        let (sender, pressed) = mpsc::unbounded_channel();
        let input = std::io::stdin();
        let is_ours = is_wanted && input.is_terminal() && std::io::stdout().is_terminal();
        let before = is_ours.then(|| tcgetattr(&input).ok()).flatten();
        if let Some(before) = &before {
            let mut each = before.clone();
            // Single keys, unseen; Ctrl-C stays a signal.
            each.local_modes.remove(LocalModes::ICANON | LocalModes::ECHO);
            let _ = tcsetattr(&input, OptionalActions::Now, &each);
            std::thread::spawn(move || {
                let mut byte = [0];
                while std::io::stdin().read_exact(&mut byte).is_ok() {
                    if let Some(key) = key(byte[0])
                        && sender.send(key).is_err()
                    {
                        return;
                    }
                }
            });
        }
        Self { pressed, before }
    }

    pub(super) async fn next(&mut self) -> Key {
        match self.pressed.recv().await {
            Some(key) => key,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, before);
        }
    }
}

fn key(byte: u8) -> Option<Key> {
    match byte {
        b'r' => Some(Key::Reload),
        b'o' => Some(Key::Open),
        b'd' => Some(Key::Dashboard),
        b'i' => Some(Key::Install),
        // Ctrl-D ends input everywhere.
        b'q' | 4 => Some(Key::Quit),
        _ => None,
    }
}
