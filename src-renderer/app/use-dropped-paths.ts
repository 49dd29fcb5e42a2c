/** Files and folders dropped anywhere on the window; only where the face can tell their paths. */
import { useEffect } from 'react'
import { useConnection } from './connection.ts'
import { openPaths } from './open.ts'

export function useDroppedPaths(): void {
  const pathOfFile = useConnection((state) => state.pathOfFile)
  useEffect(() => {
    // Without this the page would be left for the dropped file.
    const over = (event: DragEvent): void => event.preventDefault()
    const drop = (event: DragEvent): void => {
      event.preventDefault()
      const paths = [...(event.dataTransfer?.files ?? [])].map(pathOfFile).filter((path) => path !== '')
      openPaths(paths)
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [pathOfFile])
}
