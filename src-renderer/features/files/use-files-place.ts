/** The place in the files of an image, kept in the address. Going to a folder can be gone back from; choosing cannot. */
import { useMemo } from 'react'
import { addQuery, setQueryValue, useQueryValue } from '../../app/router.ts'
import { type Place, readPlace, writePlace } from './place.ts'

export interface FilesPlace extends Place {
  readonly go: (place: Place) => void
  /** Changes the place without a step to go back to. */
  readonly correct: (place: Place) => void
}

const name = 'at'

export function useFilesPlace(): FilesPlace {
  const [at] = useQueryValue(name)
  return useMemo(
    () => ({
      ...readPlace(at),
      go: (place) => addQuery({ [name]: writePlace(place) }),
      correct: (place) => setQueryValue(name, writePlace(place)),
    }),
    [at],
  )
}
