/** What a host reads of visits, and a household of corrections, in Chinese and English. */

import type { PlanField, PlanWish } from "./plan";

export type VisitWords = {
  title: string;
  none: string;
  plan: string;
  close: string;
  who: string;
  phone: string;
  optional: string;
  people: string;
  fewer: string;
  more: string;
  purpose: string;
  plate: string;
  day: string;
  from: string;
  to: string;
  nextDay: string;
  save: string;
  saving: string;
  planned: string;
  count: (people: number) => string;
  purposes: Record<PlanWish["purpose"] | "official" | "emergency_service", string>;
  states: Record<"expected" | "inside" | "left" | "refused" | "cancelled" | "missed", string>;
  invite: string;
  inviteText: (compound: string, time: string) => string;
  copied: string;
  showLink: string;
  open: string;
  cancel: string;
  cancelSure: (name: string) => string;
  cancelYes: string;
  keep: string;
  past: string;
  atGate: (people: number, name: string, gate: string) => string;
  announced: (people: number, name: string) => string;
  expectThem: string;
  yes: string;
  no: string;
  noSure: string;
  fields: Record<PlanField, string>;
};

export type CorrectionWords = {
  title: string;
  how: string;
  ask: string;
  close: string;
  topic: string;
  topics: Record<"members" | "name" | "phone" | "room" | "other", string>;
  words: string;
  left: (left: number) => string;
  send: string;
  sending: string;
  sent: string;
  states: Record<"waiting" | "done" | "declined", string>;
};

export const zhVisits: VisitWords = {
  title: "来访",
  none: "没有约好的来访。有人要来，先在这里登记，卡点凭邀请码放行。",
  plan: "登记来访",
  close: "不登记了",
  who: "谁来",
  phone: "电话",
  optional: "（可不填）",
  people: "几个人",
  fewer: "少一人",
  more: "多一人",
  purpose: "来做什么",
  plate: "车牌",
  day: "哪天",
  from: "从",
  to: "到",
  nextDay: "（第二天）",
  save: "登记",
  saving: "正在登记…",
  planned: "登记好了。把邀请发给对方。",
  count: (people) => `${people} 人`,
  purposes: {
    family: "探亲访友",
    care: "照料护理",
    repair: "维修",
    delivery: "送东西",
    medical: "医生护士",
    other: "其他",
    official: "公务",
    emergency_service: "急救消防",
  },
  states: {
    expected: "等着来",
    inside: "已经进来",
    left: "已经离开",
    refused: "没有放行",
    cancelled: "已取消",
    missed: "没有来",
  },
  invite: "发邀请",
  inviteText: (compound, time) => `请来${compound}，${time}。打开链接，把码给卡点看：`,
  copied: "链接已复制，请粘贴发给对方。",
  showLink: "请长按复制这个链接，发给对方：",
  open: "看看邀请",
  cancel: "取消来访",
  cancelSure: (name) => `取消${name}的来访？卡点马上不再放行。`,
  cancelYes: "取消来访",
  keep: "不取消",
  past: "以前的来访",
  atGate: (people, name, gate) => `${gate}有 ${people} 人找您家：${name}`,
  announced: (people, name) => `居委会替 ${people} 人登记了来您家：${name}`,
  expectThem: "是您等的人吗？",
  yes: "是，请放行",
  no: "不认识",
  noSure: "点“不认识”，卡点就不放行。",
  fields: {
    name: "请写来的人叫什么。",
    phone: "电话号码不对，请核对，或者不填。",
    plate: "车牌不对，请核对，或者不填。",
    people: "一次来 1 到 20 人。",
    since: "请选 30 天之内的日子和时间。",
    until: "结束时间已经过了，或者超过 24 小时。",
  },
};

export const enVisits: VisitWords = {
  title: "Visits",
  none: "Nobody is expected. Write down here who comes: the gate lets them in by their invitation.",
  plan: "Expect somebody",
  close: "Never mind",
  who: "Who comes",
  phone: "Phone",
  optional: "(if you like)",
  people: "How many",
  fewer: "one less",
  more: "one more",
  purpose: "What for",
  plate: "Number plate",
  day: "Day",
  from: "From",
  to: "Until",
  nextDay: "(the next day)",
  save: "Save the visit",
  saving: "Saving…",
  planned: "Saved. Send them their invitation.",
  count: (people) => (people === 1 ? "1 person" : `${people} people`),
  purposes: {
    family: "family or friends",
    care: "nursing and care",
    repair: "repair",
    delivery: "delivery",
    medical: "doctor or nurse",
    other: "something else",
    official: "official duty",
    emergency_service: "emergency service",
  },
  states: {
    expected: "expected",
    inside: "inside now",
    left: "has left",
    refused: "was not let in",
    cancelled: "cancelled",
    missed: "did not come",
  },
  invite: "Send the invitation",
  inviteText: (compound, time) =>
    `You are invited to ${compound}, ${time}. Open the link and show the code at the gate:`,
  copied: "The link is copied. Paste it into a message.",
  showLink: "Copy this link and send it to them:",
  open: "Look at it",
  cancel: "Cancel the visit",
  cancelSure: (name) => `Cancel the visit of ${name}? The gate refuses them from that moment.`,
  cancelYes: "Cancel the visit",
  keep: "Keep it",
  past: "Earlier visits",
  atGate: (people, name, gate) =>
    `${gate}: ${people === 1 ? "1 person asks" : `${people} people ask`} for you: ${name}`,
  announced: (people, name) =>
    `The office registered ${people === 1 ? "a visitor" : `${people} visitors`} for you: ${name}`,
  expectThem: "Do you expect them?",
  yes: "Yes, let them in",
  no: "No",
  noSure: "After No the gate does not let them in.",
  fields: {
    name: "Write who comes.",
    phone: "This is no telephone number. Check it, or leave it out.",
    plate: "This is no number plate. Check it, or leave it out.",
    people: "Between 1 and 20 people come on one visit.",
    since: "Choose a day and a time within 30 days.",
    until: "The end has passed, or is more than 24 hours away from the beginning.",
  },
};

export const zhCorrections: CorrectionWords = {
  title: "档案有错？",
  how: "告诉居委会哪里不对，看过以后会在这里答复。要改的由居委会来改。",
  ask: "要求更正",
  close: "不写了",
  topic: "哪里不对",
  topics: { members: "住的人", name: "姓名", phone: "电话", room: "房号", other: "其他" },
  words: "请写清楚，应该是什么",
  left: (left) => `还可以写 ${left} 个字`,
  send: "交给居委会",
  sending: "正在发送…",
  sent: "居委会收到了，答复会写在这里。",
  states: { waiting: "等待答复", done: "已经改好", declined: "没有改" },
};

export const enCorrections: CorrectionWords = {
  title: "Is your file wrong?",
  how: "Tell the office what is wrong; its answer stands here. What is to be changed, the office changes.",
  ask: "Ask for a correction",
  close: "Never mind",
  topic: "What is wrong",
  topics: { members: "who lives here", name: "a name", phone: "phone", room: "room", other: "other" },
  words: "What it should say",
  left: (left) => `${left} characters left`,
  send: "Send it to the office",
  sending: "Sending…",
  sent: "The office has it. Its answer will stand here.",
  states: { waiting: "waits for an answer", done: "put right", declined: "not changed" },
};
