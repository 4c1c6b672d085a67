import { commandController } from '../cases/command-controller.js';
import {
  appointSchema,
  changeAccountSchema,
  closePostSchema,
  createPostSchema,
  dismissSchema,
  endAppointmentSchema,
  endEntrustmentSchema,
  entrustSchema,
  noteHandOverSchema,
  registerSchema,
  reviseSchema,
  setDeputySchema,
} from './organisations.schemas.js';

export const organisations = commandController({
  kind: 'organisation',
  plural: 'organisations',
  tag: { name: 'Organisations', zh: '机构' },
  commands: {
    register: { schema: registerSchema, summary: { zh: '登记机构', en: 'Register an organisation' }, creates: true },
    revise: { schema: reviseSchema, summary: { zh: '变更登记', en: 'Revise its registration' }, ifMatch: true },
    createPost: { schema: createPostSchema, summary: { zh: '设立岗位', en: 'Set up a post' } },
    closePost: { schema: closePostSchema, summary: { zh: '撤销岗位', en: 'Close a post' } },
    setDeputy: { schema: setDeputySchema, summary: { zh: '指定替补岗位', en: 'Name the post that deputises' } },
    appoint: { schema: appointSchema, summary: { zh: '任职', en: 'Appoint a person to a post' } },
    endAppointment: { schema: endAppointmentSchema, summary: { zh: '免去任职', en: 'End an appointment' } },
    dismiss: { schema: dismissSchema, summary: { zh: '免去在本单位的全部任职', en: 'End every appointment of a person here' } },
    noteHandOver: { schema: noteHandOverSchema, summary: { zh: '知悉工作移交', en: 'Say that you know of a hand-over' } },
    entrust: { schema: entrustSchema, summary: { zh: '委托采购代理机构', en: 'Entrust a procurement agency' } },
    endEntrustment: { schema: endEntrustmentSchema, summary: { zh: '终止委托', en: 'End an entrustment' } },
    changeAccount: { schema: changeAccountSchema, summary: { zh: '变更收款账户', en: 'Change the account' } },
  },
});
