-- Whoever is erased leaves their plays behind: the link to the person goes, what stays is the id of the surrogate that
-- their attempts are counted under, so that somebody who also sat online is still one person in every published figure.
ALTER TABLE live_player ADD COLUMN surrogate_id TEXT;
