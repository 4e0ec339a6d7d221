import { basename, dirname } from 'node:path/posix';
import { assert } from '../../shared/lib/assert.ts';
import { GrowingBytes, type Edit } from './growing-bytes.ts';
import { torn, type Tear } from './tear.ts';

/** What a program did to a folder; paths are relative to it. */
export type DiskChange =
  | { readonly kind: 'file'; readonly path: string; readonly truncates: boolean }
  | { readonly kind: 'folder'; readonly path: string }
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  | { readonly kind: 'write'; readonly path: string; readonly edit: WriteEdit }
  | { readonly kind: 'length'; readonly path: string; readonly length: number }
  /** Room kept in advance: at least so long, with zeros. */
  | { readonly kind: 'room'; readonly path: string; readonly length: number }
  | { readonly kind: 'rename' | 'link'; readonly path: string; readonly to: string }
  | { readonly kind: 'remove'; readonly path: string }
  | { readonly kind: 'sync'; readonly path: string };

interface WriteEdit {
  readonly offset: number | 'end';
  readonly bytes: Uint8Array;
}

export interface DiskEvent {
  readonly startUs: number;
  readonly endUs: number;
  readonly change: DiskChange;
}

/**
 * When a name (a file made, renamed, removed) is on the disk for good:
 *
 *   folder   only when its folder was synced: POSIX by its letter, stricter than any disk we know
 *   ordered  with any later sync: names go to the disk in their order (ext4, XFS)
 */
export const NAME_RULES = ['folder', 'ordered'] as const;
export type NameRule = (typeof NAME_RULES)[number];

/** What lies on a disk, by path. */
export type Tree = ReadonlyMap<string, Uint8Array | 'folder' | { readonly target: string }>;

interface FileNode {
  readonly kind: 'file';
  readonly live: GrowingBytes;
  readonly durable: GrowingBytes;
  pending: readonly Unsynced<Edit>[];
}

interface FolderNode {
  readonly kind: 'folder';
  readonly live: Map<string, Node>;
  readonly durable: Map<string, Node>;
  pending: readonly Unsynced<Names>[];
}

interface SymlinkNode {
  readonly kind: 'symlink';
  readonly target: string;
}

type Node = FileNode | FolderNode | SymlinkNode;
/** Names of one folder that changed in one step; null = gone. */
type Names = readonly (readonly [string, Node | null])[];
interface Unsynced<What> {
  readonly endUs: number;
  readonly what: What;
}

/**
 * A disk that keeps what was synced and nothing else (F06). Events come in the order of their ends;
 * a sync takes along what was over before it began, so that nothing counts as safe by a race.
 */
export class Disk {
  readonly #rule: NameRule;
  readonly #root = newFolder();
  readonly #folders = new Set<FolderNode>([this.#root]);

  constructor(rule: NameRule) {
    this.#rule = rule;
  }

  apply({ change, startUs, endUs }: DiskEvent): void {
    switch (change.kind) {
      case 'file':
        this.#openFile(change.path, change.truncates, endUs);
        return;
      case 'folder':
        this.#name(change.path, this.#newFolder(), endUs);
        return;
      case 'symlink':
        this.#name(change.path, { kind: 'symlink', target: change.target }, endUs);
        return;
      case 'write':
        this.#write(change.path, change.edit, endUs);
        return;
      case 'length':
        this.#edit(this.#file(change.path), { length: change.length }, endUs);
        return;
      case 'room':
        this.#makeRoom(this.#file(change.path), change.length, endUs);
        return;
      case 'link':
        this.#name(change.to, this.#at(change.path), endUs);
        return;
      case 'rename':
        this.#rename(change.path, change.to, endUs);
        return;
      case 'remove':
        this.#name(change.path, null, endUs);
        return;
      case 'sync':
        this.#sync(change.path, startUs);
    }
  }

  /** What the programs see while the power is on. */
  live(): Tree {
    return treeOf(
      this.#root,
      (folder) => folder.live,
      (file) => file.live.copy(),
    );
  }

  /** What is there after a power cut now; with a tear, some of what was not synced as well. */
  afterCut(tear: Tear | null): Tree {
    return treeOf(
      this.#root,
      ({ durable, pending }) => {
        const names = new Map(durable);
        for (const { what } of tear === null ? [] : tear.names(pending)) renameIn(names, what);
        return names;
      },
      ({ durable, pending }) => {
        const edits = pending.map(({ what }) => what);
        return tear === null ? durable.copy() : torn(durable, edits, tear);
      },
    );
  }

  #openFile(path: string, truncates: boolean, endUs: number): void {
    const known = this.#find(path);
    if (known === undefined) {
      const made: FileNode = {
        kind: 'file',
        live: new GrowingBytes(),
        durable: new GrowingBytes(),
        pending: [],
      };
      this.#name(path, made, endUs);
    } else if (truncates && known.kind === 'file' && known.live.length > 0) {
      this.#edit(known, { length: 0 }, endUs);
    }
  }

  #newFolder(): FolderNode {
    const made = newFolder();
    this.#folders.add(made);
    return made;
  }

  #write(path: string, { offset, bytes }: WriteEdit, endUs: number): void {
    const file = this.#file(path);
    this.#edit(file, { offset: offset === 'end' ? file.live.length : offset, bytes }, endUs);
  }

  #edit(file: FileNode, edit: Edit, endUs: number): void {
    file.live.perform(edit);
    file.pending = [...file.pending, { endUs, what: edit }];
  }

  #makeRoom(file: FileNode, length: number, endUs: number): void {
    if (length > file.live.length) this.#edit(file, { length }, endUs);
  }

  #name(path: string, node: Node | null, endUs: number): void {
    this.#change(this.#folder(dirname(path)), [[basename(path), node]], endUs);
  }

  #rename(from: string, to: string, endUs: number): void {
    const node = this.#at(from);
    const [source, target] = [this.#folder(dirname(from)), this.#folder(dirname(to))];
    const [gone, there] = [[basename(from), null] as const, [basename(to), node] as const];
    if (source === target) {
      // Within one folder it is one step: the old name or the new one, never neither.
      this.#change(source, [gone, there], endUs);
    } else {
      this.#change(target, [there], endUs);
      this.#change(source, [gone], endUs);
    }
  }

  #change(folder: FolderNode, names: Names, endUs: number): void {
    renameIn(folder.live, names);
    folder.pending = [...folder.pending, { endUs, what: names }];
  }

  #sync(path: string, startUs: number): void {
    const node = this.#at(path);
    if (node.kind === 'file') {
      for (const { what } of before(node.pending, startUs)) node.durable.perform(what);
      node.pending = after(node.pending, startUs);
    }
    const synced = this.#rule === 'ordered' ? this.#folders : node.kind === 'folder' ? [node] : [];
    for (const folder of synced) {
      for (const { what } of before(folder.pending, startUs)) renameIn(folder.durable, what);
      folder.pending = after(folder.pending, startUs);
    }
  }

  #file(path: string): FileNode {
    const node = this.#at(path);
    assert(node.kind === 'file', `${path} is no file`);
    return node;
  }

  #folder(path: string): FolderNode {
    const node = this.#at(path);
    assert(node.kind === 'folder', `${path} is no folder`);
    return node;
  }

  #at(path: string): Node {
    const node = this.#find(path);
    assert(node !== undefined, `the recording knows nothing of ${path}`);
    return node;
  }

  #find(path: string): Node | undefined {
    let node: Node | undefined = this.#root;
    for (const name of path.split('/').filter((part) => part !== '' && part !== '.')) {
      node = node?.kind === 'folder' ? node.live.get(name) : undefined;
    }
    return node;
  }
}

function newFolder(): FolderNode {
  return { kind: 'folder', live: new Map(), durable: new Map(), pending: [] };
}

function renameIn(names: Map<string, Node>, changed: Names): void {
  for (const [name, node] of changed) {
    if (node === null) names.delete(name);
    else names.set(name, node);
  }
}

function before<What>(all: readonly Unsynced<What>[], startUs: number): readonly Unsynced<What>[] {
  return all.filter(({ endUs }) => endUs <= startUs);
}

function after<What>(all: readonly Unsynced<What>[], startUs: number): readonly Unsynced<What>[] {
  return all.filter(({ endUs }) => endUs > startUs);
}

function treeOf(
  root: FolderNode,
  namesOf: (folder: FolderNode) => ReadonlyMap<string, Node>,
  bytesOf: (file: FileNode) => Uint8Array,
): Tree {
  const tree = new Map<string, Uint8Array | 'folder' | { readonly target: string }>();
  const walk = (folder: FolderNode, prefix: string): void => {
    for (const [name, node] of namesOf(folder)) {
      const path = `${prefix}${name}`;
      if (node.kind === 'folder') {
        tree.set(path, 'folder');
        walk(node, `${path}/`);
      } else {
        tree.set(path, node.kind === 'file' ? bytesOf(node) : { target: node.target });
      }
    }
  };
  walk(root, '');
  return tree;
}
