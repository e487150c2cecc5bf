/** 每个判定的话：屏幕上的大字、原因、对居民说的。`**` 之间的字加粗。 */

import type { ByReason, Telling } from "./types";
import { reasons as visitors } from "./visitors.zh";

const EXEMPT = { medical: "看病", duty: "上岗", essential_work: "必要工作" } as const;
const cannot = ({ direction }: Telling) => (direction === "exit" ? "不能外出" : "不能进入");

export const reasons: ByReason = {
  ...visitors,
  "exit.admitted": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "可以离开" : "可以外出"),
    reason: ({ back, exempt, fromElsewhere }) =>
      fromElsewhere
        ? "住在小区外，**回自己家**"
        : (exempt ? `${EXEMPT[exempt]}，不算次数。` : "") + `请在 **${back}** 前回来`,
    say: null,
  },
  "entry.admitted": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "可以进入" : "可以回家"),
    reason: ({ since, away, late, longest, fromElsewhere, hours }) =>
      fromElsewhere
        ? `来照护这户${hours && `：**${hours}**`}`
        : late
          ? `**${since}** 出的门，在外 **${away}**，比规定的 ${longest}长`
          : `**${since}** 出的门，在外 ${away}`,
    say: ({ late }) => (late ? "回来就好。下次出门请早一点回来。" : null),
  },
  "outing.late": {
    title: () => "回来晚了",
    reason: ({ away, longest }) => `在外 **${away}**，比规定的 ${longest}长。`,
    say: () => "回来就好。下次出门请早一点回来。",
  },
  "crossing.undone": { title: () => "已撤销", reason: () => "这一条撤销了。", say: null },
  "token.empty": {
    title: () => "码是空的",
    reason: () => "这个二维码里什么都没有。",
    say: () => "请把出入卡上的码对准这里。",
  },
  "token.foreign": {
    title: () => "不是通行码",
    reason: () => "这是别的二维码，比如网址或收款码，不是出入卡上的码。",
    say: () => "请出示小区发的出入卡。没带的话告诉我房号。",
  },
  "token.unsupported": {
    title: () => "设备要更新",
    reason: () => "这张卡的格式比本设备新。连上网络更新以后就能认。",
    say: () => "卡没有问题，是我们的设备旧了。我先按房号查。",
  },
  "token.malformed": {
    title: () => "码读不全",
    reason: () => "码缺了一块，或者被改动过。",
    say: () => "卡可能印坏了，我按证号或房号查一下。",
  },
  "token.called_in": {
    title: () => "卡已收回",
    reason: () => "这一批卡已由居委会统一停用。请**按房号查住户**，并换发新卡。",
    say: () => "这批卡统一换新，不是您的问题。您住几号？居委会有您的新卡。",
  },
  "token.unknown_key": {
    title: () => "认不出签章",
    reason: () => "本设备还不认识签发这张卡的密钥。联网更新以后再扫一次。",
    say: () => "请稍等，我核对一下。",
  },
  "token.bad_signature": {
    title: () => "签章不对",
    reason: () => "卡上的内容和签章对不上，可能是伪造或改过的。请打电话给居委会。",
    say: () => "这张卡核对不上，请稍等，我请居委会看一下。",
  },
  "pass.stale_code": {
    title: () => "码已过时",
    reason: () => "这个码**不是现在的**：可能是截图，也可能是手机时间不准。",
    say: () => "请打开您的通行证页面，出示新的码，它会自己更新。",
  },
  "pass.unlinked": {
    title: () => "手机已解绑",
    reason: () => "这部手机已由居委会或住户解绑，比如手机丢失。",
    say: () => "这部手机不再绑定通行证。您带卡了吗？没带我帮您查。",
  },
  "pass.unknown": {
    title: ({ method }) => (method === "address" ? "这户没有证" : "查不到这张证"),
    reason: ({ method }) =>
      method === "address"
        ? "名册里，这户没有有效的通行证。"
        : "名册里没有这张证：也许刚办，也许已注销。",
    say: () => "我这边还查不到，马上帮您问居委会。",
  },
  "pass.other_compound": {
    title: () => "不是本小区的",
    reason: () => "这张证是别的小区的，不能从这里进出。",
    say: () => "这是别的小区的证，请走您小区的门。有事我帮您联系。",
  },
  "pass.revoked": {
    title: () => "证已停用",
    reason: () => "这张通行证已经收回或者挂失。",
    say: () => "这张卡停用了。要是补过新卡，请出示新卡。",
  },
  "pass.superseded": {
    title: () => "这是旧卡",
    reason: () => "这户补办过新卡，旧卡不再有效。",
    say: () => "您家换过新卡，请出示新的那张。找不到我帮您问。",
  },
  "pass.not_yet_valid": {
    title: () => "还没生效",
    reason: ({ from }) => `这张证从 **${from}** 起有效。`,
    say: ({ from }) => `这张证 ${from} 才能用。有急事请告诉我。`,
  },
  "pass.expired": {
    title: () => "证已过期",
    reason: ({ until }) => `这张证的有效期到 **${until}** 为止。`,
    say: () => "这张证到期了，请找居委会续办，电话我这里有。",
  },
  "pass.outside_hours": {
    title: () => "不在时段",
    reason: ({ hours }) => `这张证的时段是 **${hours}**。`,
    say: ({ next, exemptions, direction }) =>
      `现在不在这张证的时段${next && `，${next} 以后可以`}。` +
      (exemptions && direction === "exit" ? "看病、上岗请告诉我。" : "有急事请告诉我。"),
  },
  "pass.after_hours": {
    title: () => "过了时段",
    reason: ({ hours }) => `这张证的时段是 **${hours}**。回家不拦。`,
    say: ({ hours }) => `请慢走。您这张证的时段是 ${hours}。`,
  },
  "pass.already_out": {
    title: ({ fromElsewhere }) => (fromElsewhere ? "请核对" : "不能外出"),
    reason: ({ fromElsewhere, since }) =>
      fromElsewhere
        ? "没有进来的记录，可能漏记了。确认是本人的证，就可以登记离开。"
        : `这张证 **${since}** 已经出门，还没回来。`,
    say: ({ fromElsewhere }) =>
      fromElsewhere
        ? "没看到您进来的记录，请问您是几点来的？"
        : "这张证已经有人带出门了，请问是您本人的证吗？急事请告诉我。",
    brief: "证已出门",
  },
  "pass.already_in": {
    title: () => "请核对",
    reason: () => "记录上，持证人**已经在里面**。请看是不是同一个人、同一张证。",
    say: () => "没看到您离开的记录，请问您是几点出去的？",
    brief: "证已进门",
  },
  "household.unknown": {
    title: () => "查不到这户",
    reason: () => "证是真的，但是名册里没有这户人家。",
    say: () => "请稍等，我帮您问一下居委会。",
  },
  "household.gone": {
    title: () => "已经迁出",
    reason: () => "名册上，这户已经搬走。",
    say: () => "名册上您家已经搬走了。要是弄错了，我请居委会改。",
  },
  "gate.sealed": {
    title: () => "此门封闭",
    reason: () => "这个门现在不走人，请走开放的门。",
    say: () => "这个门封了，请走开着的门。有急事马上告诉我。",
  },
  "household.in_observation": {
    title: () => "居家观察",
    reason: ({ restrictedUntil }) =>
      restrictedUntil
        ? `这户正在居家观察，到 **${restrictedUntil}** 为止。`
        : "这户正在居家观察，等居委会通知解除。",
    say: ({ restrictedUntil, fromElsewhere }) =>
      fromElsewhere
        ? "这家正在居家观察，请稍等，我问一下居委会。"
        : (restrictedUntil
            ? `您家还在居家观察，到 ${restrictedUntil} 才结束。`
            : "您家还在居家观察，请先留在家里。") + "缺什么告诉我，我们送到门口。",
  },
  "household.restricted": {
    title: cannot,
    reason: ({ restrictedUntil }) =>
      restrictedUntil
        ? `居委会请这户先留在家里，到 **${restrictedUntil}** 为止。`
        : "居委会请这户暂时留在家里。",
    say: () => "居委会请您家暂时先不出门，我可以帮您打电话问。",
    brief: "暂不外出",
  },
  "household.already_out": {
    title: cannot,
    reason: ({ since }) => `这户 **${since}** 已经出门，还没回来。`,
    say: () => "您家已经有人在外面，等回来登记了再出门。急事请告诉我。",
    brief: "有人在外",
  },
  "household.already_in": {
    title: () => "请核对",
    reason: () => "没有这户出门的记录，可能出门时漏记了。确认是本户居民，就可以登记回家。",
    say: () => "没看到您出门的记录，请问您是几点出去的？",
  },
  "closure.night": {
    title: () => "夜间封闭",
    reason: ({ closedFrom, closedTo }) => `**${closedFrom}** 到 **${closedTo}** 不外出。`,
    say: ({ next, exemptions }) =>
      `夜里先不出门${next && `，${next} 以后可以`}。${exemptions ? "看病、上岗请告诉我。" : "有急事请告诉我。"}`,
    brief: "夜间封闭",
  },
  "quota.used": {
    title: cannot,
    reason: ({ limit, days, last }) =>
      days === 1
        ? `每户一天 ${limit} 次，**${last}** 已经出去过。`
        : `每户 ${days} 天 ${limit} 次，上次出门是 **${last}**。`,
    say: ({ next }) => `次数用完了${next && `，${next} 以后可以`}。有急事请告诉我。`,
    brief: "次数用完了",
  },
  "quota.sealed": {
    title: cannot,
    reason: ({ exemptions }) =>
      exemptions ? "现在全封闭，各家都不外出。看病、上岗除外。" : "现在全封闭，各家都不外出。",
    say: () => "现在各家都先不出门。要买什么、要看病，告诉我，我来联系。",
    brief: "全封闭",
  },
  "party.too_many": {
    title: () => "人数多了",
    reason: ({ most, counted, people }) =>
      `一次最多 **${most} 人**，现在是 ${counted} 人` + (counted < people ? "（孩子不算）。" : "。"),
    say: ({ most }) => `一次只能出去 ${most} 位，请其他人先在家等。`,
    brief: "人数多了",
  },
  "reading.high": {
    title: () => "稍等再量",
    reason: ({ reading, rest, other }) =>
      `**${reading} °C** 偏高。` +
      (rest ? `到阴凉处歇 **${rest} 分钟**，` : "") +
      (other ? "换**另一支**体温计再量。" : "再量一次。"),
    say: ({ other }) => `体温有点高，您先坐一会儿，我们${other ? "换一支" : ""}再量一次。`,
    brief: "等复测",
  },
  "reading.too_soon": {
    title: () => "再等一等",
    reason: ({ reading, rest }) => `**${reading} °C** 还是偏高，可是没歇够 **${rest} 分钟**。`,
    say: ({ next }) => (next ? `您再坐一会儿，${next} 再量。` : "您再坐一会儿，我们再量。"),
    brief: "等复测",
  },
  "reading.same_instrument": {
    title: () => "换一支再量",
    reason: ({ reading }) => `**${reading} °C** 偏高，两次是**同一支**体温计。换一支量才算数。`,
    say: () => "我换一支体温计，再给您量一次。",
    brief: "等复测",
  },
  "reading.fever": {
    title: ({ direction, visitor }) =>
      visitor ? "不能进入" : direction === "exit" ? "今天不出门" : "直接回家",
    reason: ({ reading, direction, visitor }) =>
      visitor
        ? `两次都高，**${reading} °C**。请不要进入，尽快看医生。记下就报告居委会。`
        : direction === "exit"
          ? `两次都高，**${reading} °C**。已报告居委会，请先回家等消息。`
          : `两次都高，**${reading} °C**。可以回家：不停留，一人一间屋。居委会马上知道，可能要居家观察。`,
    say: ({ visitor }) =>
      visitor
        ? "两次体温都高，今天请先别进去，尽快去看医生。"
        : "两次体温都高，您先回家，一个人待一间屋。居委会马上联系您。",
    brief: "体温偏高",
  },
  "reading.too_cold": {
    title: () => "再量一次",
    reason: ({ reading }) => `**${reading} °C** 太低，多半没量准。请在额头或手腕再量。`,
    say: () => "天冷，量不准，我再量一次。",
  },
};
