package io.yumen.service.helm;

import java.io.IOException;

/** Charts for tests. */
final class Charts {
    private Charts() {}

    /** A Deployment, a ConfigMap, a Secret, a hook and notes. */
    static void shop(Helm helm) throws IOException {
        helm.file("shop/Chart.yaml", """
                apiVersion: v2
                name: shop
                version: 1.2.0
                appVersion: "7"
                description: A shop for tests
                """);
        helm.file("shop/values.yaml", """
                colour: white
                replicas: 1
                extra: {on: true}
                database: {host: db.test, password: none}
                """);
        helm.file("shop/templates/all.yaml", """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: {{ .Release.Name }}}
                spec:
                  replicas: {{ .Values.replicas }}
                  selector: {matchLabels: {app: {{ .Release.Name }}}}
                  template:
                    metadata: {labels: {app: {{ .Release.Name }}}}
                    spec: {containers: [{name: main, image: 'shop:7'}]}
                ---
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: {{ .Release.Name }}}
                data: {colour: {{ .Values.colour }}}
                ---
                apiVersion: v1
                kind: Secret
                metadata: {name: {{ .Release.Name }}-login}
                stringData: {word: {{ .Values.database.password }}}
                """);
        helm.file("shop/templates/hook.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: {{ .Release.Name }}-before
                  annotations: {helm.sh/hook: pre-upgrade}
                data: {colour: {{ .Values.colour }}}
                """);
        helm.file("shop/templates/NOTES.txt", "The shop is {{ .Values.colour }}\n");
    }
}
