// Reads a published weighting that something was scored under, and sees that its digest is still of what it says.
import { find } from '../../api/weightings/store.ts'
import { canonicalJson } from '../../core/document/canonical.ts'
import { type WeightingProfile, weightingDocument } from '../../core/weighting/profile.ts'
import { sha256 } from '../../db/digest.ts'
import type { Tx } from '../../db/unit.ts'

export type ReadWeighting = {
  readonly profile: WeightingProfile | null
  readonly differences: readonly string[]
}

export const readWeighting = async (
  tx: Tx,
  named: Parameters<typeof find>[1],
): Promise<ReadWeighting> => {
  const profile = await find(tx, named)
  if (profile === null || sha256(canonicalJson(weightingDocument(profile))) === profile.digest)
    return { profile, differences: [] }
  return { profile, differences: [`the digest of weighting ${named.id} is of another document`] }
}
