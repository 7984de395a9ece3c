//! A map of few entries that hardly ever grows: sorted in one block of memory that has room for no more.

use std::borrow::Borrow;
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SmallMap<K, V>(Box<[(K, V)]>);

impl<K: Ord, V> SmallMap<K, V> {
    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.position(key).ok().map(|at| &self.0[at].1)
    }

    pub fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.position(key).is_ok()
    }

    /// Copies the map.
    pub fn insert(&mut self, key: K, value: V) {
        let mut entries = std::mem::take(&mut self.0).into_vec();
        match entries.binary_search_by(|(other, _)| other.cmp(&key)) {
            Ok(at) => entries[at].1 = value,
            Err(at) => entries.insert(at, (key, value)),
        }
        self.0 = entries.into();
    }

    fn position<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        self.0.binary_search_by(|(other, _)| other.borrow().cmp(key))
    }
}

impl<K, V> SmallMap<K, V> {
    /// By key.
    pub fn iter(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().map(|(key, value)| (key, value))
    }

    pub fn keys(&self) -> impl Iterator<Item = &K> {
        self.iter().map(|(key, _)| key)
    }
}

impl<K, V> Default for SmallMap<K, V> {
    fn default() -> Self {
        Self(Box::default())
    }
}

impl<K, V> From<BTreeMap<K, V>> for SmallMap<K, V> {
    fn from(map: BTreeMap<K, V>) -> Self {
        Self(map.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_map_that_it_was_made_of() {
        let map = BTreeMap::from([("b", 2), ("a", 1), ("d", 4)]);
        let mut small = SmallMap::from(map.clone());
        assert!(small.iter().eq(&map));
        assert_eq!(
            (small.get("a"), small.get("c"), small.contains_key("d")),
            (Some(&1), None, true)
        );
        small.insert("c", 3);
        small.insert("a", 5);
        assert!(small.keys().eq(["a", "b", "c", "d"].iter()));
        assert_eq!(small.get("a"), Some(&5));
    }
}
