/**
 * What the database says of images, kept in memory by id and by path, and brought up to date image
 * by image: a library of tens of thousands is read once, not for each file that enters it. Another
 * engine's writes are noticed and make it read anew.
 */
import type { ImageStore, StoredImage } from './image-store.ts'

export interface ImageIndex {
  all(): readonly StoredImage[]
  byId(id: string): StoredImage | undefined
  /** @param path absolute */
  byPath(path: string): StoredImage | undefined
  /** Enters an image or brings the one under its path up to date. @returns it as it is stored */
  put(image: StoredImage): StoredImage
  setState(id: string, state: StoredImage['fileState']): void
  /** The file of an image has another path now. */
  move(id: string, path: string, modifiedMs: number): void
  /** @returns how many there were */
  remove(ids: readonly string[]): number
}

/** @param onReadAnew called when nothing that was derived from images may be kept */
export function createImageIndex(store: ImageStore, onReadAnew: () => void): ImageIndex {
  let ids = new Map<string, StoredImage>()
  let paths = new Map<string, StoredImage>()
  let readVersion: number | null = null

  const hold = (image: StoredImage): void => {
    ids.set(image.id, image)
    paths.set(image.path, image)
  }

  /** Reads everything at first, and again when another engine has written. */
  const current = (): void => {
    const version = store.version()
    if (readVersion === version) return
    ids = new Map()
    paths = new Map()
    for (const image of store.all()) hold(image)
    readVersion = version
    onReadAnew()
  }

  return {
    all() {
      current()
      return [...ids.values()]
    },
    byId(id) {
      current()
      return ids.get(id)
    },
    byPath(path) {
      current()
      return paths.get(path)
    },
    put(image) {
      current()
      const stored = store.put(image)
      hold(stored)
      return stored
    },
    setState(id, state) {
      current()
      store.setState(id, state)
      const image = ids.get(id)
      if (image !== undefined) hold({ ...image, fileState: state })
    },
    move(id, path, modifiedMs) {
      current()
      store.move(id, path, modifiedMs)
      const image = ids.get(id)
      if (image === undefined) return
      const other = paths.get(path)
      if (other !== undefined && other.id !== id) ids.delete(other.id)
      paths.delete(image.path)
      hold({
        ...image,
        path,
        modifiedMs,
        fileState: 'present',
        get parts() {
          return image.parts
        },
      })
    },
    remove(gone) {
      current()
      const removed = store.remove(gone)
      for (const id of gone) {
        const image = ids.get(id)
        ids.delete(id)
        if (image !== undefined) paths.delete(image.path)
      }
      return removed
    },
  }
}
