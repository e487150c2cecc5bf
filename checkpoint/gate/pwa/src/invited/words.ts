/** What a visitor reads, in Chinese and English. */

export type Words = {
  code: "zh" | "en";
  other: string;
  title: string;
  loading: string;
  show: string;
  early: (time: string) => string;
  inside: string;
  over: string;
  overHow: string;
  cancelled: string;
  cancelledHow: string;
  when: string;
  where: string;
  gates: string;
  host: string;
  hostHome: (host: string) => string;
  people: string;
  count: (people: number) => string;
  bringTitle: string;
  bring: string[];
  save: string;
  print: string;
  office: string;
  call: (phone: string) => string;
  again: string;
  comma: string;
  problems: Record<string, string>;
};

export const zh: Words = {
  code: "zh",
  other: "EN",
  title: "来访邀请",
  loading: "正在打开…",
  show: "到了卡点，出示这个码",
  early: (time) => `${time} 以后才能进`,
  inside: "离开时请再出示这个码",
  over: "这次来访已经结束",
  overHow: "要再来，请住户重新登记。",
  cancelled: "这次来访取消了",
  cancelledHow: "请问问邀请您的人。",
  when: "时间",
  where: "地点",
  gates: "从哪里进",
  host: "找谁",
  hostHome: (host) => `${host} 家`,
  people: "人数",
  count: (people) => `${people} 人`,
  bringTitle: "请记得",
  bring: [
    "带上能证明身份的证件，请戴口罩。",
    "卡点会量体温，发热不能进。",
    "一个码只能进一次，出来时还要用，请留好。",
  ],
  save: "存成图片",
  print: "打印",
  office: "居委会",
  call: (phone) => `打电话 ${phone}`,
  again: "再试一次",
  comma: "、",
  problems: {
    offline: "连不上。请检查网络，再试一次。",
    "visit.no_link": "链接不完整。请对方重新发一次，整条打开。",
    "visit.gone": "这次来访早已结束。",
    "access.too_many_attempts": "打开得太频繁了。请过几分钟再试。",
    unexpected: "没有打开。请再试一次。",
  },
};

export const en: Words = {
  code: "en",
  other: "中文",
  title: "Your invitation",
  loading: "Opening…",
  show: "Show this code at the gate",
  early: (time) => `Not before ${time}`,
  inside: "Show this code again when you leave",
  over: "This visit is over",
  overHow: "For another one the household registers you anew.",
  cancelled: "This visit was cancelled",
  cancelledHow: "Ask whoever invited you.",
  when: "When",
  where: "Where",
  gates: "Gate",
  host: "To",
  hostHome: (host) => `${host}'s home`,
  people: "Who comes",
  count: (people) => (people === 1 ? "1 person" : `${people} people`),
  bringTitle: "Please remember",
  bring: [
    "Bring something that says who you are, and wear a mask.",
    "Your temperature is taken at the gate; nobody comes in with a fever.",
    "The code lets you in once. Keep it: you need it again on the way out.",
  ],
  save: "Save as picture",
  print: "Print",
  office: "The office",
  call: (phone) => `Call ${phone}`,
  again: "Try again",
  comma: ", ",
  problems: {
    offline: "No connection. Check the network and try again.",
    "visit.no_link": "This link is not whole. Ask for it again, and open all of it.",
    "visit.gone": "This visit is long over.",
    "access.too_many_attempts": "That was too often. Wait a few minutes.",
    unexpected: "That did not work. Try again.",
  },
};
