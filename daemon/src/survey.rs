//! Builds that end with a survey of the app.

use crate::engine::Listen;
use crate::protocol::Reply;
use crate::session::{Changed, Made, Observer};
use queries::survey::{Survey, survey};
use std::sync::{Arc, Mutex, PoisonError};

struct Surveyor {
    target: Option<String>,
    found: Arc<Mutex<Option<Survey>>>,
}

/// An observer, and a listener that gets its survey before the build's end.
pub fn surveyed(mut listen: Listen, target: Option<String>) -> (Listen, Box<dyn Observer>) {
    let found: Arc<Mutex<Option<Survey>>> = Arc::default();
    let surveyor = Surveyor { target, found: Arc::clone(&found) };
    let listen = move |reply| {
        if matches!(reply, Reply::Finished(_))
            && let Some(survey) = found.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            listen(Reply::Survey(Box::new(survey)));
        }
        listen(reply);
    };
    (Box::new(listen), Box::new(surveyor))
}

impl Observer for Surveyor {
    fn swept(&mut self, _: &Changed, _: u64) {}

    fn made(&mut self, made: &Made<'_>) {
        let survey = survey(made.db, self.target.as_deref());
        *self.found.lock().unwrap_or_else(PoisonError::into_inner) = Some(survey);
    }
}
