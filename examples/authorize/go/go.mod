module gatepost.example

go 1.19

require (
	google.golang.org/grpc v1.57.2
	google.golang.org/protobuf v1.31.0
)
