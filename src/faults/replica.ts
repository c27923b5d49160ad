/** How far a replica is behind that answers a stale read, unless its service says otherwise: ms. */
export const replicaLagMs = 60_000;
