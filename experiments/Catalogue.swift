/// Every experiment that ships, in the order a report tells them.
enum Catalogue {
  static let experiments: [any ReportedExperiment] = [
    VisualInspection(), Methods(), Ablation(), ThresholdSensitivity(), SeedQuality(), Failures(),
    ReplacePostProcessing(), BoxNMSSweep(), Exclusivity(), Photographs(),
  ]
}
