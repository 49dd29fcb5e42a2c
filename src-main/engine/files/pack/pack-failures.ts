/** What the packing helper's error codes mean to a user. */
import { type AppFailure, failure } from '../../../../src-shared/text/errors/index.ts'
import { type Ask, type HelperErrors, helperFailure } from '../helper-failures.ts'

/** A request about a layer says which one, counted from 1. */
export interface PackAsk extends Ask {
  readonly layer?: number
}

/** How the failures of a helper that packs are told. */
export const packingErrors: HelperErrors = {
  crashed: 'FILES_PACKER_CRASHED',
  stalled: 'FILES_PACKER_STALLED',
  failureOf: packFailure,
}

function packFailure(members: Readonly<Record<string, unknown>>, ask: PackAsk, path: string): AppFailure {
  const code = String(members.code)
  const reason = String(members.message)
  if (code === 'limit') return failure('FILES_PACK_LIMIT', { path, reason })
  const { layer, inside = '/' } = ask
  if (layer === undefined) {
    return code === 'malformed'
      ? failure('FILES_PACK_REFUSED', { path, inside, reason })
      : helperFailure(members, ask, path)
  }
  switch (code) {
    case 'malformed':
      return failure('FILES_LAYER_DAMAGED', { path, layer, reason })
    case 'unsupported':
      return failure('FILES_LAYER_UNSUPPORTED', { path, layer, reason })
    case 'digest':
      return failure('FILES_LAYER_CHANGED', { path, layer, reason })
    default:
      return helperFailure(members, ask, path)
  }
}
