import type { Reading } from '../http/reading.js';
import { FileRow, FileUploadRow } from '../rows/content.row.js';

export interface StoredFile {
  readonly hash: string;
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
}

/** What is known of stored files; their bytes stand on disk. */
export class FileRepository {
  constructor(private readonly reading: Reading) {}

  /** Notes that a person has brought these bytes; the first to do so names them. */
  async add(realm: string, file: StoredFile, person: string): Promise<void> {
    await this.reading.inRealm(realm, async (manager) => {
      await manager
        .createQueryBuilder()
        .insert()
        .into(FileRow)
        .values({ realm_id: realm, hash: file.hash, name: file.name, media_type: file.mediaType, size: file.size, person })
        .orIgnore()
        .updateEntity(false)
        .execute();
      await manager
        .createQueryBuilder()
        .insert()
        .into(FileUploadRow)
        .values({ realm_id: realm, hash: file.hash, person, name: file.name })
        .orIgnore()
        .updateEntity(false)
        .execute();
    });
  }

  async find(realm: string, hash: string): Promise<StoredFile | null> {
    const row = await this.reading.inRealm(realm, (manager) => manager.getRepository(FileRow).findOneBy({ realm_id: realm, hash }));
    return row && { hash: row.hash, name: row.name, mediaType: row.media_type, size: row.size };
  }

  /** The name under which this person brought these bytes; null if they did not. */
  async broughtBy(realm: string, hash: string, person: string): Promise<string | null> {
    const row = await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(FileUploadRow).findOneBy({ realm_id: realm, hash, person }),
    );
    return row?.name ?? null;
  }
}
