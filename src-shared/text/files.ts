/** Sentences and words of the Files tab: what is inside the file system of an image. */
import { formatNoun } from './format.ts'

export const filesText = {
  tree: 'Folders',
  table: (folder: string) => `Files in ${folder}`,
  path: 'Where you are',
  root: 'File system',
  filter: 'Filter this folder',
  items: (count: number, size: string) => `${formatNoun(count, 'item')} · ${size}`,
  itemsOf: (shown: number, count: number) => `${shown} of ${formatNoun(count, 'item')}`,
  columnName: 'Name',
  columnSize: 'Size',
  columnMode: 'Mode',
  columnChanged: 'Changed',
  emptyFolder: 'This folder is empty',
  noMatch: 'Nothing in this folder matches',
  folderFailed: 'This folder cannot be read',
  /** Unavailable */
  unavailableTitle: 'Files inside images cannot be looked at here',
  unavailableText: 'Everything else about the image works without it.',
  encryptedTitle: 'The file system of this image is encrypted',
  encryptedText: 'Its files can only be seen with the key that it was built with. Nothing here asks for it.',
  noFileSystemTitle: 'This image has no file system',
  noFileSystemText: 'It holds no primary partition that could be listed.',
  otherFileSystemTitle: (name: string) => `Files in ${name} cannot be listed`,
  otherFileSystemText: 'Only SquashFS file systems are read so far.',
  /** Detail */
  detail: 'Chosen file',
  chooseHint: 'Choose a file to see what it is.',
  type: 'Type',
  size: 'Size',
  mode: 'Mode',
  owner: 'Owner',
  changed: 'Changed',
  leadsTo: 'Leads to',
  fullPath: 'Path',
  goThere: 'Go there',
  copyPath: 'Copy path',
  ownerOf: (uid: number, gid: number) =>
    `${uid === 0 ? 'root' : `user ${uid}`}, ${gid === 0 ? 'root' : `group ${gid}`}`,
  types: {
    file: 'File',
    dir: 'Folder',
    symlink: 'Link',
    char: 'Character device',
    block: 'Block device',
    fifo: 'Pipe',
    socket: 'Socket',
  },
  marks: { setUid: 'set-uid', setGid: 'set-gid', device: 'device', fifo: 'pipe', socket: 'socket' },
  markNotes: {
    setUid: 'Runs as its owner, whoever starts it.',
    setGid: 'Runs with the group of the file, whoever starts it.',
    device: 'Stands for a device of the computer.',
    fifo: 'A pipe between programs; it holds nothing.',
    socket: 'A meeting place of programs; it holds nothing.',
  },
  extractNeedsFolder: 'extract needs --to and a folder',
  extracting: (entries: number, size: string) => `Writing files: ${entries}, ${size}`,
  extracted: (entries: number, size: string, to: string) =>
    `${entries} ${entries === 1 ? 'entry' : 'entries'}, ${size}, in ${to}`,
  leftOut: (count: number) =>
    `${count} ${count === 1 ? 'device, pipe or socket was' : 'devices, pipes and sockets were'} left out; --special makes them.`,
  ownersRefused: (count: number) =>
    `${count} ${count === 1 ? 'entry belongs' : 'entries belong'} to you, because the system does not let you give them away.`,
} as const
