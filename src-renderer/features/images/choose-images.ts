/** Asks which images to add, in the way that this face has. */
import { imagesText } from '../../../src-shared/text/images.ts'
import { useConnection } from '../../app/connection.ts'
import { addStore } from './images.ts'

/** Asks with the system's own dialog where there is one, else with the sheet. */
export async function chooseImages(): Promise<void> {
  const { shell } = useConnection.getState()
  if (shell === null) return addStore.ask('asked')
  const answer = await shell.ask({
    verb: 'chooseFiles',
    select: 'files',
    title: imagesText.chooseFilesTitle,
    filters: [
      { name: imagesText.sifFiles, extensions: ['sif'] },
      { name: imagesText.allFiles, extensions: ['*'] },
    ],
  })
  if (answer.ok && answer.value.length > 0) await addStore.add(answer.value)
}
