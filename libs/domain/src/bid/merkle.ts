type Sha256 = (text: string) => string;

// Leaves and nodes are hashed apart, so that no node can pass for a leaf.
const leaf = (hash: string, sha256: Sha256): string => sha256(`leaf:${hash}`);
const node = (left: string, right: string, sha256: Sha256): string => sha256(`node:${left}:${right}`);

const levelAbove = (level: readonly string[], sha256: Sha256): string[] => {
  const above: string[] = [];
  for (let at = 0; at < level.length; at += 2) {
    const [left = '', right] = [level[at], level[at + 1]];
    above.push(right === undefined ? left : node(left, right, sha256)); // an odd one goes up as it is
  }
  return above;
};
const leaves = (hashes: readonly string[], sha256: Sha256): string[] => hashes.toSorted().map((hash) => leaf(hash, sha256));

/** One hash over all bids, whatever their order. Of no bids: the hash of the empty tree. */
export const merkleRoot = (hashes: readonly string[], sha256: Sha256): string => {
  let level = leaves(hashes, sha256);
  if (level.length === 0) return sha256('empty');
  while (level.length > 1) level = levelAbove(level, sha256);
  return level[0] ?? '';
};

/** One step from a leaf towards the root: the neighbour and on which side it stands. */
export interface ProofStep {
  readonly side: 'left' | 'right';
  readonly hash: string;
}

/** The way from one bid to the root; null when the bid is not among them. */
export const merkleProof = (hashes: readonly string[], hash: string, sha256: Sha256): readonly ProofStep[] | null => {
  let at = hashes.toSorted().indexOf(hash);
  if (at < 0) return null;
  const steps: ProofStep[] = [];
  for (let level = leaves(hashes, sha256); level.length > 1; level = levelAbove(level, sha256)) {
    const neighbour = level[at % 2 === 0 ? at + 1 : at - 1];
    if (neighbour !== undefined) steps.push({ side: at % 2 === 0 ? 'right' : 'left', hash: neighbour });
    at = Math.floor(at / 2);
  }
  return steps;
};

/** Whether the way leads from the bid to the root: what a bidder checks without this system. */
export const leadsToRoot = (hash: string, proof: readonly ProofStep[], root: string, sha256: Sha256): boolean =>
  proof.reduce((now, step) => (step.side === 'left' ? node(step.hash, now, sha256) : node(now, step.hash, sha256)), leaf(hash, sha256)) ===
  root;
