import { addressOf, type Acting, type Answer, type Door } from './door.js';

/** A person of the demonstration: everything about them is invented. */
export interface Player {
  readonly person: string;
  readonly name: string;
  readonly organisation: string;
  readonly post: string;
  readonly roles: readonly string[];
}
export interface House {
  readonly key: string;
  readonly type: string;
  readonly name: string;
  readonly enterprise?: string;
  readonly creditCode?: string;
  readonly account?: { readonly name: string; readonly bank: string; readonly number: string };
  readonly parent?: string;
  readonly finance?: string;
  readonly pack?: string;
}

const account = (number: string) => ({ name: '基本户', bank: '示范银行示范县支行', number });
/** Houses and people of a county in which a justice bureau buys services. */
export const houses: readonly House[] = [
  { key: 'prefecture', type: 'finance-prefecture', name: '示范市财政局' },
  { key: 'finance', type: 'finance-county', name: '示范县财政局', parent: 'prefecture' },
  { key: 'justice', type: 'purchaser', name: '示范县司法局', finance: 'finance', pack: 'demo-county/justice-bureau' },
  { key: 'township', type: 'township', name: '示范县青溪镇人民政府', finance: 'finance' },
  { key: 'agency', type: 'agency', name: '示范招标代理有限公司' },
  { key: 'audit', type: 'audit', name: '示范县审计局' },
  {
    key: 'supplier-a',
    type: 'supplier',
    name: '同行社会工作服务有限公司',
    enterprise: 'small',
    creditCode: '91510132MA00000017',
    account: account('6222 0000 0000 0001'),
  },
  {
    key: 'supplier-b',
    type: 'supplier',
    name: '大地公共服务集团有限公司',
    enterprise: 'large',
    creditCode: '91510132MA00000025',
    account: account('6222 0000 0000 0002'),
  },
  {
    key: 'supplier-c',
    type: 'supplier',
    name: '青溪社会工作服务中心',
    enterprise: 'social-organisation',
    creditCode: '52510132MJ00000033',
    account: account('6222 0000 0000 0003'),
  },
];
const player = (person: string, name: string, organisation: string, post: string, ...roles: string[]): Player => ({
  person,
  name,
  organisation,
  post,
  roles,
});
export const players: readonly Player[] = [
  player('luo-min', '罗敏', 'finance', 'information', 'operator'),
  player('zhang-min', '张敏', 'justice', 'handler', 'purchaser-handler'),
  player('li-gang', '李刚', 'justice', 'procurement', 'purchaser-procurement'),
  player('wang-fang', '王芳', 'justice', 'finance', 'purchaser-finance'),
  player('liu-yang', '刘洋', 'justice', 'business', 'purchaser-business'),
  player('chen-jing', '陈静', 'justice', 'supervision', 'purchaser-supervision'),
  player('zhao-lei', '赵磊', 'justice', 'deputy-director', 'purchaser-approver'),
  player('sun-li', '孙莉', 'justice', 'director', 'purchaser-leader'),
  player('zhou-tao', '周涛', 'justice', 'party-secretary', 'purchaser-leader'),
  player('he-jun', '何军', 'justice', 'discipline-head', 'purchaser-leader'),
  player('wu-qiang', '吴强', 'finance', 'officer', 'finance-officer'),
  player('zheng-hong', '郑红', 'finance', 'approver', 'finance-approver'),
  player('feng-wei', '冯伟', 'finance', 'leader', 'finance-leader'),
  player('jiang-bo', '蒋波', 'prefecture', 'officer', 'prefecture-finance-officer'),
  player('han-mei', '韩梅', 'prefecture', 'approver', 'prefecture-finance-approver'),
  player('tang-lin', '唐琳', 'agency', 'project-manager', 'agency-officer'),
  player('xu-yan', '许燕', 'audit', 'auditor', 'auditor'),
  player('gao-feng', '高峰', 'township', 'proposer', 'township-proposer'),
  player('agent-a', '林同行', 'supplier-a', 'agent', 'supplier-agent'),
  player('agent-b', '马大地', 'supplier-b', 'agent', 'supplier-agent'),
  player('agent-c', '溪小青', 'supplier-c', 'agent', 'supplier-agent'),
  ...Array.from({ length: 9 }, (_, i) =>
    player(`expert-${i + 1}`, `专家${'一二三四五六七八九'[i]}`, 'prefecture', `expert-${i + 1}`, 'expert'),
  ),
  ...Array.from({ length: 3 }, (_, i) => player(`evaluator-${i + 1}`, `考核员${'甲乙丙'[i]}`, 'audit', `evaluator-${i + 1}`, 'evaluator')),
];

/** Ids of what the cast stands on, once it stands. */
export class Cast {
  private readonly ids = new Map<string, string>();
  pool = '';

  constructor(readonly door: Door) {}

  /** The same houses and people behind another door: of a world that was copied with them. */
  behind(door: Door): Cast {
    const cast = new Cast(door);
    for (const [key, id] of this.ids) cast.ids.set(key, id);
    cast.pool = this.pool;
    return cast;
  }

  id(key: string): string {
    const id = this.ids.get(key);
    if (id === undefined) throw new Error(`nothing of the cast is called ${key}`);
    return id;
  }
  houseOf(key: string): string {
    return houses.find((house) => house.key === key)?.name ?? key;
  }
  nameOf(id: string): string {
    const key = [...this.ids].find(([, value]) => value === id)?.[0];
    return houses.find((house) => house.key === key)?.name ?? id;
  }
  player(person: string): Player {
    const found = players.find((one) => one.person === person);
    if (!found) throw new Error(`nobody of the cast is called ${person}`);
    return found;
  }
  /** The person in the post, as the directory keys an appointment. */
  as(person: string): Acting {
    const { organisation, post } = this.player(person);
    const house = this.id(organisation);
    return { person, appointment: `${house.slice(house.indexOf('/') + 1)}.${post}.${person}` };
  }
  command(person: string, path: string, body: object, key: string): Promise<Answer> {
    return this.door.command(this.as(person), path, body, key);
  }
  on(person: string, caseId: string, command: string, body: object, key: string): Promise<Answer> {
    return this.command(person, `${addressOf(caseId)}/${command}`, body, key);
  }

  /** Registers houses, posts and people by the operator's commands; a cast that stands already is found again by the same keys. */
  async stand(operator: Acting, since: string, jurisdiction = 'demo-county'): Promise<void> {
    const give = (path: string, body: object, key: string) => this.door.command(operator, path, body, key);
    for (const house of houses) {
      const { key, parent, finance, pack, ...own } = house;
      const related = {
        ...(parent ? { parent: this.id(parent) } : {}),
        ...(finance ? { finance: this.id(finance) } : {}),
        // A bureau's own pack lies on the pack of its county, not of another.
        ...(pack?.startsWith(`${jurisdiction}/`) ? { pack } : {}),
      };
      const { id } = await give('organisations', { ...own, ...related }, `cast:${key}:register`);
      this.ids.set(key, id);
    }
    for (const { person, name, organisation, post, roles } of players) {
      await give('people', { id: person, name }, `cast:${person}:person`);
      const address = addressOf(this.id(organisation));
      await give(`${address}/create-post`, { post, roles }, `cast:${organisation}:${post}:post`);
      await give(`${address}/appoint`, { person, post, from: since }, `cast:${person}:${post}:appoint`);
    }
    const powers = ['publish', 'open', 'check-qualification', 'organise'];
    await give(
      `${addressOf(this.id('justice'))}/entrust`,
      { agency: this.id('agency'), powers, agreement: '代理协议〔2025〕1号', from: since },
      'cast:entrust',
    );
    const { id } = await give('expert-pools', { title: '示范省政府采购评审专家库', keeper: this.id('prefecture') }, 'cast:pool');
    this.pool = id;
    for (const { person, roles } of players)
      if (roles.includes('expert'))
        await give(`${addressOf(id)}/enrol`, { person, fields: ['社会工作'], unit: null, relations: [] }, `cast:${person}:enrol`);
  }
}
