import { type CaseId, type Instant, isRefusal } from '@goufu/domain';
import { type ActingPerson, Engine, Registry } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
import { acting, law, proposal, Realm } from '../support/engine.js';
import { Loader } from './copy-in.js';
import { MemoryStore } from './memory-store.js';

const BUREAUX = 50;
const places = ['青溪镇', '白塔乡', '临江街道', '古城街道', '红岩镇', '柳林乡', '新桥镇', '石板滩镇', '万安街道', '永宁镇'];
const subjects = [
  '社区矫正帮教',
  '安置帮教',
  '人民调解',
  '法律援助',
  '养老助餐',
  '居家护理',
  '残疾人托养',
  '青少年心理辅导',
  '禁毒帮扶',
  '困境儿童陪伴',
];
/** Stands in one title of 10,000. */
const RARE = '灯塔';

/** How far an item of the catalogue goes. */
export type Course = 'withdrawn' | 'proposal' | 'assessment' | 'review' | 'listed' | 'revised';

interface Bureau {
  readonly id: CaseId;
  readonly handler: ActingPerson;
}

/** A county that is made in memory by the real deciders and goes into an empty database by COPY. */
export class BenchCounty {
  /** Milliseconds between two commands. */
  pace = 1;
  private sent = 0;
  finance: CaseId = '';
  readonly bureaux: Bureau[] = [];

  private constructor(
    readonly realm: string,
    readonly loader: Loader,
    readonly memory: MemoryStore,
    private readonly engine: Engine,
  ) {}

  static async open(superUrl: string, realm: string, startsAt: Instant, bureaux = BUREAUX): Promise<BenchCounty> {
    const loader = await Loader.open(superUrl, realm);
    const row = { realm_id: realm, name: realm, jurisdiction: 'demo-county', offset_ms: 0n, world: false, held: false };
    loader.add('realm', [{ name: row.name, jurisdiction: row.jurisdiction }]);
    const memory = new MemoryStore(row, startsAt, (table, rows) => loader.add(table, rows));
    const county = new BenchCounty(realm, loader, memory, new Engine(new Registry(kinds), memory.store, law()));
    await county.stand(bureaux);
    return county;
  }

  private async stand(bureaux: number): Promise<void> {
    const realm = Object.assign(Object.create(Realm.prototype) as Realm, { id: this.realm, engine: this.engine });
    this.finance = await realm.organisation(
      { type: 'finance-county', name: '示范县财政局' },
      { 'fin-officer': 'finance-officer', 'fin-approver': 'finance-approver', 'fin-leader': 'finance-leader', op: 'operator' },
    );
    for (let n = 0; n < bureaux; n += 1) {
      const id = await realm.organisation(
        { type: 'purchaser', name: `示范县第${n + 1}局`, finance: this.finance, pack: 'demo-county/justice-bureau' },
        { [`handler-${n}`]: 'purchaser-handler', [`leader-${n}`]: 'purchaser-leader' },
      );
      this.bureaux.push({ id, handler: acting(id, 'purchaser-handler', `handler-${n}`) });
    }
  }

  get officer(): ActingPerson {
    return acting(this.finance, 'finance-officer', 'fin-officer');
  }
  private get approver(): ActingPerson {
    return acting(this.finance, 'finance-approver', 'fin-approver');
  }
  bureau(n: number): Bureau {
    return this.bureaux[n % this.bureaux.length] as Bureau;
  }

  /** One command, which must be carried out. Without a key: what people asked long ago has been forgotten. */
  async give(by: ActingPerson, kind: string, caseId: CaseId | null, type: string, data: unknown = {}): Promise<CaseId> {
    this.memory.now = (this.memory.now + this.pace) as Instant;
    this.sent += 1;
    const request = { realm: this.realm, kind, caseId, type, data, acting: by, key: null, requestId: `req-${this.sent}` };
    const answer = await this.engine.execute(request);
    if (isRefusal(answer)) throw new Error(`${type} was refused: ${answer.refused} ${JSON.stringify(answer.meta ?? {})}`);
    return answer.id;
  }
  async enter(caseId: CaseId, stage: string): Promise<void> {
    await this.engine.enter(this.realm, caseId, stage);
  }

  /** What the reviewers of an item vote on. */
  hashOf(item: CaseId): string {
    return this.memory.stateOf<{ review: { chain: { hash: string } } }>(item).review.chain.hash;
  }
  private async vote(item: CaseId): Promise<void> {
    for (const person of [this.officer, this.approver])
      await this.give(person, 'catalogue', item, 'review', { verb: 'approve', hash: this.hashOf(item) });
  }

  /** The item with this number, carried so far. */
  async item(n: number, course: Course, revisions = 0): Promise<CaseId> {
    const { id: bureau, handler } = this.bureau(n);
    const rare = n % 10_000 === 5000 ? RARE : '';
    const title = `${places[n % 10]}${subjects[Math.floor(n / 10) % 10]}服务项目${rare}第${n}号`;
    const id = await this.give(handler, 'catalogue', null, 'propose', proposal({ bureau, finance: this.finance }, { title }));
    await this.enter(id, 'proposal');
    if (course === 'proposal') return id;
    if (course === 'withdrawn') return this.give(handler, 'catalogue', id, 'withdraw', { reason: '已并入其他项目。' });
    await this.give(handler, 'catalogue', id, 'accept');
    await this.enter(id, 'assessment');
    if (course === 'assessment') return id;
    await this.give(handler, 'catalogue', id, 'assessNeed', { needed: true, text: '在册对象逐年增加，现有人员不足。' });
    await this.enter(id, 'review');
    if (course === 'review') return id;
    await this.vote(id);
    await this.enter(id, 'listing');
    for (let r = 0; r < revisions; r += 1) {
      await this.give(handler, 'catalogue', id, 'revise', { unit: r % 2 === 0 ? '岗位·月' : '岗位·年' });
      await this.vote(id);
    }
    return id;
  }

  async close(): Promise<void> {
    this.memory.letAllGo();
    await this.loader.close();
  }
}
