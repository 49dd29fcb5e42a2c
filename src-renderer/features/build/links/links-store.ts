/** Linked definitions as the engine tells of them; read anew when it says that something changed. */
import type { BuildLink } from '../../../../src-shared/model/build-link.ts'
import { type CallState, useCall } from '../../../app/use-call.ts'

export function useLinks(): CallState<readonly BuildLink[]> {
  // A build that ended may be the newest of its link.
  return useCall('build.links', {}, { refetchOn: ['build.linksChanged', 'images.changed', 'build.forgotten'] })
}
