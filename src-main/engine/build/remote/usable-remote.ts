/** A remote that can be asked to build: it has a build service, and a token for it is here. */
import { failure } from '../../../../src-shared/text/errors/index.ts'
import type { ConnectedRemote, RemotesService } from '../../remotes/remotes.ts'
import type { BuildServiceAccess } from './build-api.ts'

export interface UsableRemote extends ConnectedRemote {
  readonly access: BuildServiceAccess
}

/** @throws AppFailure REMOTE_NOT_FOUND, SERVICE_NOT_OFFERED, BUILD_REMOTE_NO_TOKEN, those of connecting */
export async function connectBuilder(
  remotes: Pick<RemotesService, 'connect'>,
  name: string,
  signal: AbortSignal,
): Promise<UsableRemote> {
  const remote = await remotes.connect(name, signal)
  const { services, insecure, authorization } = remote
  if (services.builder === null) throw failure('SERVICE_NOT_OFFERED', { remote: name, service: 'builder' })
  if (authorization === null) throw failure('BUILD_REMOTE_NO_TOKEN', { remote: name })
  return { ...remote, access: { base: services.builder, insecure, authorization } }
}
