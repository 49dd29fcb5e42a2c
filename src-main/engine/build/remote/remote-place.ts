/** What is kept of a build at a service, so that it can be come back to, also by another engine. */
import { z } from 'zod'

export const placeSchema = z.object({
  /** The service's own id of the build. */
  id: z.string(),
  libraryRef: z.string(),
  /** Empty: no files were sent along. */
  contextDigest: z.string(),
  architecture: z.string(),
  /** Whether the image stays in the library, at the reference that was asked for. */
  staysThere: z.boolean(),
  /** What was heard of its output. */
  heard: z.object({ lines: z.number(), first: z.string(), digest: z.string() }).nullable(),
})
export type RemotePlace = Readonly<z.infer<typeof placeSchema>>

/** @returns null for what no such builder kept */
export function readPlace(kept: unknown): RemotePlace | null {
  const parsed = placeSchema.safeParse(kept)
  return parsed.success ? parsed.data : null
}
