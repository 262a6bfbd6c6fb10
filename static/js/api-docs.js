// Shows the API's description. Nothing is asked of another host: the validator of Swagger UI is switched off.
const element = document.getElementById("swagger-ui");
window.SwaggerUIBundle({
  domNode: element,
  url: element.dataset.schema,
  validatorUrl: null,
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  supportedSubmitMethods: ["get"],
});
