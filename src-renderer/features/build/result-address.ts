/** Where the result of a build is shown: an image of this computer, or a container of the library it was built to. */
import type { BuildRecord } from '../../../src-shared/model/build.ts'
import { addressOf } from '../../app/address.ts'

export interface ResultAddress {
  readonly isHere: boolean
  readonly address: string
}

/** @returns null where nothing came of it */
export function resultAddress({ result, builder }: Pick<BuildRecord, 'result' | 'builder'>): ResultAddress | null {
  if (result === null) return null
  const container = /^library:\/\/([^:]+)/.exec(result.path)?.[1]
  if (container === undefined) return { isHere: true, address: addressOf.image(result.path) }
  const remote = builder.id.replace(/^remote:/, '')
  return { isHere: false, address: addressOf.container(remote, container) }
}
