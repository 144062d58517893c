package org.licensehub.hub.api;

import static org.licensehub.hub.api.RunningHub.hub;

import java.util.Map;

/** A client of the national share interface: writes its requests by hand, as such clients do, and knows nothing of this hub. */
record ShareClient(ApiCaller caller) {

    /** One whose administrator registered what its requests have no place for. */
    static ShareClient registered(String... slugs) {
        ShareClient client = new ShareClient(hub().newApprovalSystem(slugs));
        client.register(Map.of("operator", "一窗受理系统", "serviceItem", RunningHub.SERVICE_ITEM, "caseNumber", "未提供"));
        return client;
    }

    Answer register(Map<String, Object> terms) {
        return hub().admin().put("/api/v1/callers/" + caller.clientId() + "/national-interface", terms).expect(200);
    }

    Answer call(String operation, String data) {
        return as(caller.clientId(), caller.token(), operation, data);
    }

    /** With another id or token in the head. */
    static Answer as(String accessId, String token, String operation, String data) {
        return raw(operation, "{\"head\":{\"accessId\":\"" + accessId + "\",\"accessToken\":\"" + token + "\"},\"data\":" + data + "}");
    }

    static Answer raw(String operation, String body) {
        return hub().anonymous().post("/share/v1/" + operation, body);
    }

    Answer search(Holder holder, String typeCode) {
        return call("queryCert", "{\"holderCode\":\"" + holder.number() + "\",\"holderTypeCode\":\"" + holder.type() + "\",\"certTypeCode\":\""
                + typeCode + "\",\"useCause\":\"济宁市一窗受理系统\"}");
    }

    Answer info(String identifier) {
        return call("queryCertInfo", "{\"certIdentifier\":\"" + identifier + "\",\"useCause\":\"办理许可\"}");
    }

    Answer file(String identifier, String fileType) {
        return call("downloadFile", "{\"certificateIdentifier\":\"" + identifier + "\",\"fileType\":\"" + fileType
                + "\",\"certificateCopyCause\":\"办理许可\",\"certificateCopyExpiringTime\":\"''\"}");
    }

    Answer address(String identifier) {
        return call("downloadUrl", "{\"certIdentifier\":\"" + identifier + "\",\"useCause\":\"办理许可\",\"expiryTime\":\"\"}");
    }

    /** The path of a fresh one-time address. */
    String download(String identifier) {
        String url = address(identifier).expect(200).json().at("/data/content").asText();
        return url.substring(url.indexOf("/share/v1/"));
    }

    static int status(Answer answer) {
        return answer.expect(200).json().at("/head/status").asInt(-1);
    }
}
