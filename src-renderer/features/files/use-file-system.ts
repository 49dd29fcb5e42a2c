/** How large the file system of an image is, by its directories; null where files cannot be looked at. */
import { useMemo } from 'react'
import type { DirectoryUsage } from '../../../src-shared/contract/files.ts'
import type { Inspection } from '../../../src-shared/model/inspection.ts'
import { useCall } from '../../app/use-call.ts'
import type { FileSystemFacts } from '../inspect/image-map-model.ts'
import { obstacle } from './obstacle.ts'

/** From the sizes of the root and of the directories in it: how many files, and the largest directories. */
export function fileSystemFacts(usage: readonly DirectoryUsage[], compressor: string | null): FileSystemFacts {
  const root = usage.find((directory) => directory.path === '/')
  return {
    fileCount: root?.files ?? null,
    compressor,
    directories: usage
      .filter((directory) => directory.path !== '/' && directory.totalBytes > 0)
      .map((directory) => ({ path: directory.path, sizeBytes: directory.totalBytes }))
      .sort((a, b) => b.sizeBytes - a.sizeBytes),
  }
}

/** Whether the helper is here and the file system one that it reads. */
export function useCanLook(inspection: Inspection | null): boolean {
  const capabilities = useCall('settings.capabilities', {})
  return inspection !== null && capabilities.value?.filesUnavailable === null && obstacle(inspection) === null
}

export function useFileSystem(path: string, inspection: Inspection | null): FileSystemFacts | null {
  const canLook = useCanLook(inspection)
  const usage = useCall('files.usage', canLook ? { path, depth: 1 } : null)
  const info = useCall('files.info', canLook ? { path } : null)
  return useMemo(
    () => (usage.value === null ? null : fileSystemFacts(usage.value.directories, info.value?.compressor ?? null)),
    [usage.value, info.value],
  )
}
